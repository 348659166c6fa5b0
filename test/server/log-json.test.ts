import {expect, it} from 'vitest';
import type {HubEvent, LogLevel} from '../../src/server/log.ts';
import {createJsonLog} from '../../src/server/log-json.ts';
import {makeChain} from '../support/chains.ts';

function write(events: readonly HubEvent[], level: LogLevel = 'debug'): string[] {
	const lines: string[] = [];
	const time = /,"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/;
	const log = createJsonLog(level, line => lines.push(line.replace(time, '')));
	for (const event of events) log(event);
	return lines;
}

const from = '127.0.0.1:54321';
const [genesis, one] = makeChain([72]);

it('writes one JSON object a line, one line a block', () => {
	expect(
		write([
			{event: 'listening', host: '127.0.0.1', port: 9_000, pid: 42, durable: false, open: false},
			{event: 'blocks', blocks: [genesis!, one!], from: [undefined, from]},
			{event: 'joined', from, connections: 1},
			{event: 'live', from},
			{event: 'left', from, reason: 'stalled', connections: 0},
			{event: 'turnedAway', from, reason: '2 connections are the limit', count: 1},
			{event: 'replaced', index: 7, removed: 2, count: 3, peer: 'lab:9000', why: 'longer'},
			{event: 'health', ok: false, reason: 'the disk is full'},
			{event: 'dropped', lines: 70},
			{event: 'stopping', reason: 'SIGINT received', connections: 3},
			{event: 'stopped', height: 1},
		]),
	).toEqual([
		'{"level":"info","event":"listening","host":"127.0.0.1","port":9000,"pid":42,"durable":false,"open":false}\n',
		`{"level":"info","event":"block","index":0,"timestamp":"2026-11-20T05:01:37.390Z","bpm":0,"hash":"${genesis!.hash}","prevHash":""}\n`,
		`{"level":"info","event":"block","index":1,"timestamp":"2026-11-20T05:01:38.390Z","bpm":72,"hash":"${one!.hash}","prevHash":"${genesis!.hash}","from":"127.0.0.1:54321"}\n`,
		'{"level":"info","event":"joined","from":"127.0.0.1:54321","connections":1}\n',
		'{"level":"debug","event":"live","from":"127.0.0.1:54321"}\n',
		'{"level":"info","event":"left","from":"127.0.0.1:54321","reason":"stalled","connections":0}\n',
		'{"level":"warn","event":"turnedAway","from":"127.0.0.1:54321","reason":"2 connections are the limit","count":1}\n',
		'{"level":"warn","event":"replaced","index":7,"removed":2,"count":3,"peer":"lab:9000","why":"longer"}\n',
		'{"level":"warn","event":"health","ok":false,"reason":"the disk is full"}\n',
		'{"level":"warn","event":"dropped","lines":70}\n',
		'{"level":"info","event":"stopping","reason":"SIGINT received","connections":3}\n',
		'{"level":"info","event":"stopped","height":1}\n',
	]);
});

it('writes one line for many blocks at once', () => {
	const blocks = makeChain(Array.from({length: 64}, () => 72));
	const from = blocks.map(() => undefined);
	expect(write([{event: 'blocks', blocks: blocks.slice(0, 64), from}])).toHaveLength(64);
	expect(write([{event: 'blocks', blocks, from}])).toEqual([
		`{"level":"info","event":"blocks","first":0,"last":64,"hash":"${blocks[64]!.hash}"}\n`,
	]);
});

it('leaves out what is below the level', () => {
	const events: HubEvent[] = [
		{event: 'blocks', blocks: [genesis!], from: [undefined]},
		{event: 'live', from},
		{event: 'health', ok: true, reason: 'it stores again'},
	];
	expect(write(events, 'info')).toHaveLength(2);
	expect(write(events, 'warn')).toEqual([
		'{"level":"warn","event":"health","ok":true,"reason":"it stores again"}\n',
	]);
	expect(write(events, 'silent')).toEqual([]);
});
