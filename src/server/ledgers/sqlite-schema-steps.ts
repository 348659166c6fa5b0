/**
 * Every step from one version of the schema to the next; the number of steps taken is the version. A step
 * that has been released is never changed: what comes later is a new step at the end.
 */
export const schemaSteps: readonly string[] = [
	`
CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER meta_is_final BEFORE UPDATE ON meta WHEN NEW.key IS NOT OLD.key OR NEW.value IS NOT OLD.value
BEGIN SELECT RAISE(ABORT, 'what identifies a ledger never changes'); END;
CREATE TRIGGER meta_stays BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'what identifies a ledger never changes'); END;

CREATE TABLE blocks (
	idx INTEGER PRIMARY KEY CHECK (idx >= 0),
	timestamp TEXT NOT NULL CHECK (timestamp GLOB '????-??-??T??:??:??.???Z'),
	bpm INTEGER NOT NULL CHECK (bpm BETWEEN -2147483648 AND 2147483647),
	hash TEXT NOT NULL CHECK (length(hash) = 64),
	prev_hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER blocks_are_linked BEFORE INSERT ON blocks
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx), -1) + 1 FROM blocks)
	OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM blocks WHERE idx = NEW.idx - 1), '')
BEGIN SELECT RAISE(ABORT, 'a block follows the newest one and carries its hash'); END;
CREATE TRIGGER blocks_are_final BEFORE UPDATE ON blocks
BEGIN SELECT RAISE(ABORT, 'a block never changes'); END;
CREATE TRIGGER blocks_stay BEFORE DELETE ON blocks
WHEN OLD.idx IS NOT (SELECT max(idx) FROM blocks)
	OR NOT EXISTS (
		SELECT 1 FROM replaced
		WHERE seq = (SELECT max(seq) FROM replaced) AND idx = OLD.idx AND timestamp IS OLD.timestamp
			AND bpm IS OLD.bpm AND hash IS OLD.hash AND prev_hash IS OLD.prev_hash
	)
BEGIN SELECT RAISE(ABORT, 'a block leaves only for the table of the replaced ones, the newest first'); END;

-- What stood here before, each time blocks were replaced or moved aside; also what was never a good block.
CREATE TABLE replaced (
	seq INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	replaced_at TEXT NOT NULL,
	why TEXT NOT NULL,
	timestamp ANY,
	bpm ANY,
	hash ANY,
	prev_hash ANY,
	PRIMARY KEY (seq, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX replaced_idx ON replaced (idx);
CREATE TRIGGER replaced_is_final BEFORE UPDATE ON replaced
BEGIN SELECT RAISE(ABORT, 'a replaced block never changes'); END;
CREATE TRIGGER replaced_stays BEFORE DELETE ON replaced
BEGIN SELECT RAISE(ABORT, 'a replaced block is kept'); END;

-- A reading accepted here, with its newest attempt: it is on the chain if the block at idx has that hash.
CREATE TABLE readings (
	reading INTEGER PRIMARY KEY,
	id TEXT CHECK (length(id) BETWEEN 16 AND 64),
	bpm INTEGER NOT NULL,
	idx INTEGER NOT NULL,
	hash TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX readings_id ON readings (id) WHERE id IS NOT NULL;
-- Its attempts before, each in a block that was replaced.
CREATE TABLE attempts (
	reading INTEGER NOT NULL REFERENCES readings,
	idx INTEGER NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (reading, idx, hash)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER readings_are_in_one_block BEFORE UPDATE ON readings
WHEN NEW.reading IS NOT OLD.reading OR NEW.id IS NOT OLD.id
	OR NOT EXISTS (SELECT 1 FROM blocks WHERE idx = NEW.idx AND hash = NEW.hash AND bpm = NEW.bpm)
	OR EXISTS (SELECT 1 FROM blocks WHERE idx = OLD.idx AND hash = OLD.hash)
	OR EXISTS (SELECT 1 FROM attempts JOIN blocks USING (idx, hash) WHERE attempts.reading = OLD.reading)
BEGIN SELECT RAISE(ABORT, 'a reading is in one block'); END;
CREATE TRIGGER readings_keep_attempts AFTER UPDATE ON readings
BEGIN INSERT INTO attempts VALUES (OLD.reading, OLD.idx, OLD.hash); END;
CREATE TRIGGER readings_stay BEFORE DELETE ON readings
BEGIN SELECT RAISE(ABORT, 'a reading is kept'); END;
CREATE TRIGGER attempts_are_final BEFORE UPDATE ON attempts
BEGIN SELECT RAISE(ABORT, 'an attempt never changes'); END;
CREATE TRIGGER attempts_stay BEFORE DELETE ON attempts
BEGIN SELECT RAISE(ABORT, 'an attempt is kept'); END;
`,
	`
-- Where readings stand or stood that were put again, or adopted: the others stand in the order in which they came.
CREATE TABLE places (
	idx INTEGER NOT NULL,
	reading INTEGER NOT NULL REFERENCES readings,
	PRIMARY KEY (idx, reading)
) STRICT, WITHOUT ROWID;
INSERT INTO places
	SELECT idx, reading FROM attempts
	UNION
	SELECT idx, reading FROM readings WHERE reading IN (SELECT reading FROM attempts);
CREATE TRIGGER readings_have_places AFTER UPDATE ON readings
BEGIN INSERT INTO places VALUES (OLD.idx, OLD.reading), (NEW.idx, NEW.reading) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER places_are_final BEFORE UPDATE ON places
BEGIN SELECT RAISE(ABORT, 'a place never changes'); END;
CREATE TRIGGER places_stay BEFORE DELETE ON places
BEGIN SELECT RAISE(ABORT, 'a place is kept'); END;

-- The newest row decides: readings up to that one are not put again by themselves.
CREATE TABLE holds (
	seq INTEGER PRIMARY KEY,
	decided_at TEXT NOT NULL,
	why TEXT NOT NULL,
	reading INTEGER NOT NULL CHECK (reading >= 0)
) STRICT;
-- Until now blocks left only when a person cut a ledger.
INSERT INTO holds (decided_at, why, reading)
	SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'cut before', max(reading)
	FROM readings WHERE EXISTS (SELECT 1 FROM replaced) HAVING max(reading) IS NOT NULL;
CREATE TRIGGER holds_are_final BEFORE UPDATE ON holds
BEGIN SELECT RAISE(ABORT, 'a decision never changes'); END;
CREATE TRIGGER holds_stay BEFORE DELETE ON holds
BEGIN SELECT RAISE(ABORT, 'a decision is kept'); END;
`,
	`
-- Attempts whose block another hub sealed, too, and has: the reading is not in it, also where it is on the chain.
CREATE TABLE yielded (
	reading INTEGER NOT NULL REFERENCES readings,
	idx INTEGER NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (reading, idx, hash)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER yielded_are_final BEFORE UPDATE ON yielded
BEGIN SELECT RAISE(ABORT, 'what was yielded never changes'); END;
CREATE TRIGGER yielded_stay BEFORE DELETE ON yielded
BEGIN SELECT RAISE(ABORT, 'what was yielded is not taken back'); END;

-- Readings taken over from a hub that is gone, with the block that it sealed for them.
CREATE TABLE adopted (
	reading INTEGER PRIMARY KEY REFERENCES readings,
	idx INTEGER NOT NULL,
	hash TEXT NOT NULL
) STRICT;
INSERT INTO adopted
	SELECT reading, idx, hash FROM readings
	WHERE reading IN (SELECT reading FROM places) AND reading NOT IN (SELECT reading FROM attempts);
CREATE TRIGGER adopted_are_final BEFORE UPDATE ON adopted
BEGIN SELECT RAISE(ABORT, 'where a reading came from never changes'); END;
CREATE TRIGGER adopted_stay BEFORE DELETE ON adopted
BEGIN SELECT RAISE(ABORT, 'where a reading came from is kept'); END;

DROP TRIGGER IF EXISTS readings_are_in_one_block;
CREATE TRIGGER readings_are_in_one_block BEFORE UPDATE ON readings
WHEN NEW.reading IS NOT OLD.reading OR NEW.id IS NOT OLD.id
	OR NOT EXISTS (SELECT 1 FROM blocks WHERE idx = NEW.idx AND hash = NEW.hash AND bpm = NEW.bpm)
	OR EXISTS (SELECT 1 FROM yielded WHERE reading = NEW.reading AND idx = NEW.idx AND hash = NEW.hash)
	OR EXISTS (
		SELECT 1 FROM blocks WHERE idx = OLD.idx AND hash = OLD.hash AND NOT EXISTS (
			SELECT 1 FROM yielded WHERE reading = OLD.reading AND idx = OLD.idx AND hash = OLD.hash
		)
	)
	OR EXISTS (
		SELECT 1 FROM attempts a JOIN blocks USING (idx, hash) WHERE a.reading = OLD.reading AND NOT EXISTS (
			SELECT 1 FROM yielded y WHERE y.reading = a.reading AND y.idx = a.idx AND y.hash = a.hash
		)
	)
BEGIN SELECT RAISE(ABORT, 'a reading is in one block'); END;
`,
	`
-- The newest block is looked up once, which is what most of the time of storing a block is.
DROP TRIGGER blocks_are_linked;
CREATE TRIGGER blocks_are_linked BEFORE INSERT ON blocks
WHEN (NEW.idx - 1, NEW.prev_hash) IS NOT (SELECT idx, hash FROM blocks ORDER BY idx DESC LIMIT 1)
	AND (NEW.idx IS NOT 0 OR NEW.prev_hash IS NOT '' OR EXISTS (SELECT 1 FROM blocks))
BEGIN SELECT RAISE(ABORT, 'a block follows the newest one and carries its hash'); END;
`,
];
