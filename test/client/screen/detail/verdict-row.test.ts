import {expect, test} from 'vitest';
import {ChainColumns} from '../../../../src/client/chain-columns.ts';
import {detailFacts} from '../../../../src/client/screen/detail/detail-facts.ts';
import {momentVariants} from '../../../../src/client/screen/detail/verdict-row.ts';
import {rowText} from '../../../../src/client/screen/theme.ts';
import {chainFacts} from '../../support/details.ts';

test('A timestamp that only begins like a time is not told as one', () => {
	const columns = new ChainColumns();
	columns.append({index: 0, timestamp: '14:05:38 or so', bpm: 0n, hash: '', prevHash: ''});
	const facts = detailFacts(columns, 0, chainFacts(columns))!;
	expect(momentVariants(facts).map(rowText)).toEqual(['the newest', '', '', '', '']);
});
