/** What a hub says of itself when it is asked with `/status` (protocol section 3). */
import {connectSocket} from './socket-client.ts';

/** The values by name, of a text that holds the answer. */
export function parseHubStatus(text: string): Readonly<Record<string, string>> {
	return Object.fromEntries([...text.matchAll(/^(\w+): (.*)$/gm)].map(([, name, value]) => [name!, value!]));
}

/** Asks in a connection of its own, which is counted in the answer. */
export async function readHubStatus(port: number): Promise<Readonly<Record<string, string>>> {
	await using client = await connectSocket(port);
	await client.until('Enter a new BPM:');
	client.write('/status\n');
	return parseHubStatus(await client.until('\nEnter a new BPM:'));
}
