/** A line to a hub that breaks: what the hub stored is known to it alone. */
import {connect} from 'node:net';
import {type ScriptedHub, startScriptedHub} from './scripted-hub.ts';

/**
 * Forwards to the hub at `port`. `cuts` is asked for each piece that comes from the hub: true breaks the
 * connection instead of passing it on.
 */
export async function startCuttingProxy(port: number, cuts: (text: string) => boolean): Promise<ScriptedHub> {
	return startScriptedHub(visitor => {
		const upstream = connect(port, '127.0.0.1');
		visitor.socket.pipe(upstream);
		upstream.on('data', data => {
			if (cuts(data.toString())) visitor.destroy();
			else visitor.write(data);
		});
		upstream.on('error', () => {}).on('close', visitor.end);
		visitor.closed.then(() => upstream.destroy());
	});
}
