import {afterEach, describe, expect, test, vi} from 'vitest';
import {hashBlock} from '../../../src/core/hash-rule.ts';
import {createDigest} from '../../../src/page/chain/digest.ts';
import type {Past} from '../../../src/page/chain/past.ts';
import {createPage, type Page} from '../../../src/page/page.ts';
import type {PageState} from '../../../src/page/state/page-state.ts';
import {makeChain} from '../../support/chains.ts';
import {createPageHub, type PageHub} from '../support/page-hub.ts';

const pages = new Set<Page>();

afterEach(() => {
	for (const {chain} of pages) chain.stop();
	pages.clear();
});

/** A page of this hub, and what it keeps for the next visit. */
function openPage(hub: PageHub, kept: {past: Past | null} = {past: null}): Page {
	const page = createPage({
		fetch: hub.fetch,
		digest: createDigest(undefined),
		memory: {
			read: () => kept.past,
			write: past => {
				kept.past = past;
			},
		},
		now: Date.now,
	});
	pages.add(page);
	page.chain.start();
	return page;
}

function until({chain}: Page, holds: (state: PageState) => boolean): Promise<void> {
	return vi.waitUntil(() => holds(chain.store.latest), {timeout: 5_000, interval: 5}).then(() => {});
}

const height = (index: number) => (state: PageState) => state.tip?.index === index;
const bpms = Array.from({length: 250}, (_, at) => 60 + (at % 40));

describe('the chain of a page', () => {
	test('begins at the newest block, and fetches and judges the pages that are looked at', async () => {
		const hub = createPageHub(bpms);
		const page = openPage(hub);
		await until(page, height(250));
		page.chain.want([{first: 95, last: 105}]);
		await until(page, ({held}) => held === 200);
		expect(page.chain.blockAt(105)).toMatchObject({block: hub.chain[105], fault: null});
		expect([page.chain.blockAt(200), page.chain.store.latest.fault]).toEqual([undefined, null]);
		expect(hub.asked).toEqual(['/events', '/blocks?from=99&limit=101', '/blocks?from=0&limit=100']);
	});

	test('grows by what comes, in one event or in many', async () => {
		const hub = createPageHub([72]);
		const page = openPage(hub);
		await until(page, height(1));
		hub.grow(80, 81, 82);
		await until(page, height(4));
		expect(page.chain.store.latest).toMatchObject({arrivals: 3, fault: null});
		expect(page.chain.blockAt(4)?.block).toEqual(hub.chain[4]);
	});

	test('shows a block that does not verify as what it is, wherever it comes from', async () => {
		const hub = createPageHub(bpms);
		hub.tamper = block => (block.index === 120 ? {...block, bpm: block.bpm + 1} : block);
		const page = openPage(hub);
		await until(page, height(250));
		page.chain.want([{first: 110, last: 130}]);
		await until(page, ({fault}) => fault !== null);
		expect(page.chain.store.latest.fault).toMatchObject({index: 120, reason: 'hash'});
		expect(page.chain.blockAt(120)?.fault).toMatchObject({reason: 'hash'});
		expect(page.chain.blockAt(121)?.fault).toBeNull();
		hub.tamper = block => {
			const other = {...block, prevHash: hub.chain[0]!.hash};
			return block.index === 251 ? {...other, hash: hashBlock('decimal', other)} : block;
		};
		hub.grow(99);
		await until(page, height(251));
		expect(page.chain.blockAt(251)?.fault).toMatchObject({index: 251, reason: 'link'});
		expect(page.chain.store.latest.fault).toMatchObject({index: 120});
	});

	test('goes on after the last block that it knows when the connection was lost', async () => {
		const hub = createPageHub([72, 73]);
		const page = openPage(hub);
		await until(page, height(2));
		hub.isUp = false;
		hub.drop();
		await until(page, ({link}) => link.kind === 'away');
		hub.grow(90, 91);
		hub.isUp = true;
		await until(page, height(4));
		expect(hub.resumed).toEqual([null, `2-${hub.chain[2]!.hash.slice(0, 16)}`]);
		expect(page.chain.store.latest).toMatchObject({link: {kind: 'live'}, arrivals: 2});
	});

	test('tells which blocks a better chain replaced, and where its own readings are now', async () => {
		const hub = createPageHub([72, 73, 74]);
		const page = openPage(hub);
		await until(page, ({link}) => link.kind === 'live');
		page.chain.want([{first: 0, last: 3}]);
		await until(page, ({held}) => held === 4);
		const old = hub.chain.slice(2);
		hub.fork(2, 90, 91, 92);
		await until(page, height(4));
		expect(page.chain.replacedAt(2)).toEqual(old[0]);
		expect(page.chain.blockAt(3)).toMatchObject({block: hub.chain[3], fault: null});
		expect(page.chain.store.latest.notices).toEqual([
			{
				id: 1,
				tone: 'info',
				text: '2 blocks, from block 2 on, were replaced by a better chain.',
				replaced: old,
			},
		]);
	});

	test('finds out what was replaced while it was away', async () => {
		const hub = createPageHub([72, 73, 74]);
		const page = openPage(hub);
		await until(page, height(3));
		page.chain.want([{first: 0, last: 3}]);
		await until(page, ({held}) => held === 4);
		hub.isUp = false;
		hub.drop();
		await until(page, ({link}) => link.kind === 'away');
		hub.fork(1, 90, 91);
		hub.isUp = true;
		await until(page, height(4));
		await until(page, ({held}) => held === 5);
		expect(page.chain.store.latest.notices[0]?.text).toBe('Block 3 was replaced by a better chain.');
		expect([page.chain.replacedAt(3)?.bpm, page.chain.blockAt(3)?.block.bpm]).toEqual([74, 90]);
	});
});

describe('a hub with another past', () => {
	test('is told and left alone until a person decides', async () => {
		const hub = createPageHub([72, 73]);
		const kept = {past: null};
		const page = openPage(hub, kept);
		await until(page, height(2));
		hub.isUp = false;
		hub.drop();
		await until(page, ({link}) => link.kind === 'away');
		page.own.add(99);
		hub.chain = makeChain([50], 1_800_000_000_000);
		hub.says.ledger = 'another-ledger-here';
		hub.isUp = true;
		await until(page, ({stranger}) => stranger !== null);
		expect(page.chain.store.latest).toMatchObject({link: {kind: 'stopped'}, tip: {index: 2}});
		expect(page.chain.store.latest.stranger?.differences).toHaveLength(2);
		const asked = hub.asked.length;
		page.acceptStranger();
		await until(page, height(1));
		expect(page.chain.store.latest).toMatchObject({stranger: null, hub: {ledger: 'another-ledger-here'}});
		expect(page.own.store.latest).toMatchObject([{bpm: 99, state: {kind: 'refused'}}]);
		expect(hub.asked.slice(asked).filter(path => path === '/')).toEqual([]);
		expect(kept.past).toMatchObject({ledger: 'another-ledger-here', index: 1});
	});

	test('is noticed by the next visit, also where only one old block is another', async () => {
		const hub = createPageHub([72, 73]);
		hub.says.reorgLimit = 0;
		const kept = {past: null};
		const first = openPage(hub, kept);
		await until(first, height(2));
		first.chain.stop();
		const other = makeChain([72, 99, 100]);
		hub.chain = other;
		const second = openPage(hub, kept);
		await until(second, ({stranger}) => stranger !== null);
		expect(second.chain.store.latest.stranger?.differences).toEqual([
			'Its block 2 is not the one that was verified here: the past was changed.',
		]);
	});

	test('that replaces more than it said it would is another one, too', async () => {
		const hub = createPageHub([72, 73, 74]);
		hub.says.reorgLimit = 1;
		const page = openPage(hub);
		await until(page, ({link}) => link.kind === 'live');
		page.chain.want([{first: 0, last: 3}]);
		await until(page, ({held}) => held === 4);
		hub.fork(2, 90, 91, 92);
		await until(page, ({stranger}) => stranger !== null);
		expect(page.chain.store.latest).toMatchObject({tip: {index: 3}, held: 4});
		expect(page.chain.blockAt(3)?.block.bpm).toBe(74);
	});

	test('that never kept its chain begins a new one, and that is told', async () => {
		const hub = createPageHub([72, 73]);
		hub.says.durable = false;
		const page = openPage(hub);
		await until(page, height(2));
		hub.chain = makeChain([50], 1_800_000_000_000);
		hub.says.ledger = 'another-ledger-here';
		hub.drop();
		await until(page, height(1));
		expect(page.chain.store.latest).toMatchObject({stranger: null, notices: [{tone: 'info'}]});
		expect(page.chain.store.latest.notices[0]?.text).toMatch(/^New chain: /);
	});
});

test('A hub that breaks the rules is left, with the reason, and tried again', async () => {
	const hub = createPageHub([72]);
	const page = openPage(hub);
	await until(page, height(1));
	hub.send('rollback', {from: 'x'});
	await until(page, ({link}) => link.kind === 'away');
	expect(page.chain.store.latest.link).toMatchObject({
		reason: 'The hub sent a "rollback" event that does not have the agreed shape.',
	});
	await until(page, ({link}) => link.kind === 'live');
});
