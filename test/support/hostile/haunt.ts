/**
 * Hostile clients of all kinds at once, as a program of its own: `node haunt.ts PORT HTTP_PORT STALL_MS [KIND…]`. They go on
 * until its standard input ends; then it prints what became of them, JSON by kind.
 */
import {type HostileKind, hostileKinds} from './kinds.ts';
import {haunt, type Tally} from './visit.ts';

const [port, httpPort, stallMs, ...only] = process.argv.slice(2);
const timeIsUp = new AbortController();
const tallies: Record<string, Tally> = {};
const clients: Promise<void>[] = [];
for (const [name, kind] of Object.entries<HostileKind>(hostileKinds)) {
	if (only.length > 0 && !only.includes(name)) continue;
	const {clients: count, restMs, conduct, web} = kind;
	const tally = {connections: 0, sent: 0, acknowledged: 0};
	tallies[name] = tally;
	const options = {
		port: Number(web ? httpPort : port),
		stallMs: Number(stallMs),
		restMs,
		conduct,
		tally,
		signal: timeIsUp.signal,
	};
	for (let i = 0; i < count; i++) clients.push(haunt(options));
}
process.stdin.resume().once('end', () => timeIsUp.abort());
await Promise.all(clients);
console.log(JSON.stringify(tallies));
