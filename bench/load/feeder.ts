/**
 * Readings at an even pace: `node feeder.ts '{"port":9000,"perSecond":100}'` adds them to the hub over one plain
 * connection until it is stopped. What is due is sent every millisecond, so that a rate holds however coarse the
 * timers of the system are.
 */
import {connect} from 'node:net';

const {port, perSecond} = JSON.parse(process.argv[2]!) as {port: number; perSecond: number};
const socket = connect({port, host: '127.0.0.1', noDelay: true}, () => {
	const startedMs = performance.now();
	let sent = 0;
	setInterval(() => {
		const due = Math.floor(((performance.now() - startedMs) * perSecond) / 1_000);
		if (due === sent) return;
		let lines = '';
		for (; sent < due; sent++) lines += `${60 + (sent % 60)}\n`;
		socket.write(lines);
	}, 1);
});
socket.resume();
