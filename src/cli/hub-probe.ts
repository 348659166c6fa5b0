import {connect} from 'node:net';

/** What every hub says first (protocol section 2). */
const greeting = 'Enter a new BPM:';

/** How long a program that listens has to say who it is. */
const answerTimeoutMs = 1_000;

/** Whether a hub answers at this address within a second. Never throws. */
export async function isHub(host: string, port: number): Promise<boolean> {
	return new Promise(resolve => {
		let heard = '';
		const socket = connect({host, port});
		const settle = (answer: boolean) => {
			clearTimeout(timer);
			socket.destroy();
			resolve(answer);
		};
		const timer = setTimeout(settle, answerTimeoutMs, false);
		socket.setEncoding('utf8');
		socket.on('error', () => settle(false));
		socket.on('close', () => settle(false));
		socket.on('data', text => {
			heard += text.slice(0, greeting.length);
			if (heard.length >= greeting.length) settle(heard.startsWith(greeting));
		});
	});
}
