import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {Wire, type WireState} from '../../../src/lab/partition/wire.ts';
import {createWatch} from '../../support/watch.ts';

/** A hub that greets, and answers every piece with itself in capitals. */
async function startEcho(): Promise<{
	readonly port: number;
	readonly server: Server;
	readonly sockets: Socket[];
}> {
	const sockets: Socket[] = [];
	const server = createServer(socket => {
		sockets.push(socket);
		socket.on('error', () => {});
		socket.write('hello ');
		socket.on('data', data => socket.write(data.toString().toUpperCase()));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.close();
		for (const socket of sockets) socket.destroy();
	});
	return {port: (server.address() as AddressInfo).port, server, sockets};
}

async function openWire(target: () => number | null) {
	const states: WireState[] = [];
	const watch = createWatch(() => states.join());
	const wire = await Wire.open({
		target,
		onChange(state) {
			states.push(state);
			watch.changed();
		},
	});
	onTestFinished(() => wire.close());
	return {wire, states, until: (state: WireState) => watch.until(state, () => states.at(-1) === state)};
}

function dial(port: number) {
	const socket = connect(port, '127.0.0.1');
	let heard = '';
	let isClosed = false;
	const watch = createWatch(() => `heard ${JSON.stringify(heard)}`);
	socket.on('error', () => {});
	socket.on('data', data => {
		heard += data.toString();
		watch.changed();
	});
	socket.on('close', () => {
		isClosed = true;
		watch.changed();
	});
	onTestFinished(() => void socket.destroy());
	return {
		socket,
		heard: () => heard,
		until: (text: string) => watch.until(text, () => heard.includes(text)),
		closed: () => watch.until('the end', () => isClosed),
	};
}

test('what is said goes both ways, and a wire is joined once both have spoken', async () => {
	const echo = await startEcho();
	const {wire, states, until} = await openWire(() => echo.port);
	const hub = dial(wire.port);
	await hub.until('hello ');
	expect(states).toEqual([]);
	hub.socket.write('one');
	await hub.until('ONE');
	expect(wire.state).toBe('joined');
	hub.socket.destroy();
	await until('idle');
	expect(states).toEqual(['joined', 'idle']);
});

test('a cut ends what goes over the wire; who dials then hears nothing until it is healed', async () => {
	const echo = await startEcho();
	const {wire, until} = await openWire(() => echo.port);
	const first = dial(wire.port);
	first.socket.write('one');
	await first.until('ONE');
	await until('joined');
	wire.cut();
	await first.closed();
	expect(wire.state).toBe('cut');

	const second = dial(wire.port);
	await once(second.socket, 'connect');
	second.socket.write('two');
	// A second attempt of the same hub means that it has given up the first.
	const third = dial(wire.port);
	third.socket.write('three');
	await second.closed();
	expect([third.heard(), echo.sockets.length]).toEqual(['', 1]);
	wire.heal();
	await third.until('hello THREE');
	await until('joined');
});

test('an attempt waits for a hub that is not there yet', async () => {
	const echo = await startEcho();
	let port: number | null = null;
	const {wire} = await openWire(() => port);
	const hub = dial(wire.port);
	await once(hub.socket, 'connect');
	wire.connect();
	expect(hub.heard()).toBe('');
	port = echo.port;
	// The attempt may reach the wire after this, or before it: both are joined.
	wire.connect();
	await hub.until('hello ');
});

test('a closed wire leaves no connection behind', async () => {
	const echo = await startEcho();
	const wire = await Wire.open({target: () => echo.port, onChange: () => {}});
	const hub = dial(wire.port);
	await hub.until('hello ');
	await wire.close();
	await hub.closed();
});
