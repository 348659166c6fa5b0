import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import {isHash} from '../../core/block.ts';
import {limits} from '../../core/limits.ts';
import {isNodeId} from '../../core/peer-report.ts';
import {printable} from '../../core/printable.ts';

/** How a hub introduces itself to another (protocol section 9). */
export interface Hello {
	readonly version: 1;
	/** Program and version, for people; safe to show. */
	readonly hub: string;
	/** The random id of its process. */
	readonly node: string;
	/** 128 random bits, used once. */
	readonly nonce: string;
	readonly genesis: string;
	/** Whether it has only its genesis block, and takes another for it. */
	readonly fresh: boolean;
	/** Where it listens itself; 0 when it does not say. */
	readonly port: number;
}

/** What a hub tells of itself, and the key that it shares with its network. */
export interface OwnSide extends Omit<Hello, 'version' | 'nonce'> {
	readonly key: Uint8Array | null;
}

/** The other hub is refused; `reason` is a sentence. */
export interface Refused {
	readonly kind: 'refused';
	readonly reason: string;
	/** The other side is this hub itself. */
	readonly isSelf?: true;
}

/** Who the other hub is; everything after this belongs to the link. */
export interface Met {
	readonly kind: 'met';
	readonly peer: Hello;
	/** What has to be sent first, with its line end, or ''. */
	readonly say: string;
}

type Role = 'dialler' | 'listener';

const nonceBytes = 16;
const nonce = /^[0-9a-f]{32}$/;
const portMax = 65_535;
const wrongKey = 'The other hub has another network key: --network-key-file must name the same key on both.';

/** The side that dialled. It speaks first, once the greeting has come. */
export class DiallingHandshake {
	readonly #own: OwnSide;
	readonly #isLocal: boolean;
	readonly nonce = randomBytes(nonceBytes).toString('hex');

	/** `isLocal`: the other side is on this machine, and need not prove anything. */
	constructor(own: OwnSide, isLocal: boolean) {
		this.#own = own;
		this.#isLocal = isLocal;
	}

	/** The first line, with its end. */
	get opening(): string {
		return `/peer ${formatHello(this.#own, this.nonce)}\n`;
	}

	/** Takes the answer, a line. */
	receive(line: string): Met | Refused {
		const {key, node} = this.#own;
		const body = readBody(line, 'peer');
		// Not a message: the other side says in words why not.
		if (!body) return refuse(printable(line) || 'It answered with an empty line.');
		const peer = readHello(body);
		if (!peer) return refuse('Its answer does not have the agreed shape.');
		if (peer.node === node) return {...refuse('The address is that of this hub itself.'), isSelf: true};
		const names = [this.nonce, peer.nonce, node, peer.node] as const;
		const fault =
			judgeProof(body.proof, 'listener', key, names, this.#isLocal) ?? judgeGenesis(this.#own, peer);
		if (fault !== null) return refuse(fault);
		const say = key ? `{"proof":"${prove(key, 'dialler', names)}"}\n` : '';
		return {kind: 'met', peer, say};
	}
}

/** The side that was dialled. The dialler is met only with its second line: it may find that it was there before. */
export class ListeningHandshake {
	readonly #own: OwnSide;
	readonly #isLocal: boolean;
	readonly #peer: Hello;
	readonly #nonce = randomBytes(nonceBytes).toString('hex');

	private constructor(own: OwnSide, isLocal: boolean, peer: Hello) {
		this.#own = own;
		this.#isLocal = isLocal;
		this.#peer = peer;
	}

	/** Takes what followed `/peer`. */
	static begin(own: OwnSide, isLocal: boolean, text: string): ListeningHandshake | Refused {
		if (!isLocal && !own.key)
			return refuse(
				'This hub takes peers from its own machine only: it has no network key (--network-key-file).',
			);
		const peer = readHello(parseFields(text));
		if (!peer) return refuse('/peer is for other hubs, and what follows it does not have the agreed shape.');
		const fault = judgeGenesis(own, peer);
		return fault === null ? new ListeningHandshake(own, isLocal, peer) : refuse(fault);
	}

	get peer(): Hello {
		return this.#peer;
	}

	/** What to answer, with its line ends. */
	get answer(): string {
		const {key} = this.#own;
		const hello = formatHello(this.#own, this.#nonce);
		const proof = key ? `,"proof":"${prove(key, 'listener', this.#names)}"` : '';
		return `\n{"peer":${hello.slice(0, -1)}${proof}}}\n`;
	}

	/** Takes the dialler's second line; `isTaken`: it was the proof, and is none for the link. */
	receive(line: string): (Met & {readonly isTaken: boolean}) | Refused {
		// We would have noticed that when we dialled: somebody else took our name.
		if (this.#peer.node === this.#own.node) return refuse('That is the id of this hub.');
		const proof = parseFields(line)?.proof;
		const fault = judgeProof(proof, 'dialler', this.#own.key, this.#names, this.#isLocal);
		if (fault !== null) return refuse(fault);
		return {kind: 'met', peer: this.#peer, say: '', isTaken: proof !== undefined};
	}

	get #names(): Names {
		return [this.#peer.nonce, this.#nonce, this.#peer.node, this.#own.node];
	}
}

/** Dialler's nonce, listener's nonce, dialler's node, listener's node. */
type Names = readonly [string, string, string, string];

function prove(key: Uint8Array, role: Role, names: Names): string {
	return createHmac('sha256', key)
		.update([role, ...names].join('\n'))
		.digest('hex');
}

/** Null, or why the proof does not do. On this machine none is needed, but a wrong one tells of a mistake. */
function judgeProof(
	proof: unknown,
	role: Role,
	key: Uint8Array | null,
	names: Names,
	isLocal: boolean,
): string | null {
	if (!key)
		return isLocal ? null : 'This hub has no network key (--network-key-file), so it cannot know the other.';
	if (proof === undefined)
		return isLocal ? null : 'The other hub did not prove the network key: give it --network-key-file.';
	if (typeof proof !== 'string' || !isHash(proof)) return wrongKey;
	const right = prove(key, role, names);
	return timingSafeEqual(Buffer.from(proof, 'hex'), Buffer.from(right, 'hex')) ? null : wrongKey;
}

/** Null, or why these two chains can never be one. */
function judgeGenesis(own: OwnSide, peer: Hello): string | null {
	if (own.genesis === peer.genesis || own.fresh || peer.fresh) return null;
	const [first, second] = [own.genesis, peer.genesis].map(hash => hash.slice(0, 8)).sort();
	return `The two hubs have different chains: one begins with genesis block ${first}…, the other with ${second}….`;
}

function refuse(reason: string): Refused {
	return {kind: 'refused', reason};
}

function formatHello({hub, node, genesis, fresh, port}: OwnSide, ownNonce: string): string {
	return JSON.stringify({version: 1, hub, node, nonce: ownNonce, genesis, fresh, port});
}

type Fields = Readonly<Record<string, unknown>>;

function parseFields(text: string): Fields | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
	} catch {
		return null;
	}
}

function readBody(line: string, name: string): Fields | null {
	const body = parseFields(line)?.[name];
	return typeof body === 'object' && body !== null ? (body as Fields) : null;
}

/** A hello, or null; a later version may say more, and must still understand this one. */
function readHello(fields: Fields | null): Hello | null {
	if (!fields) return null;
	const {version, hub, node, nonce: theirs, genesis, fresh, port} = fields;
	if (version !== 1 || typeof hub !== 'string' || !isNodeId(node) || typeof fresh !== 'boolean') return null;
	if (typeof theirs !== 'string' || !nonce.test(theirs) || typeof genesis !== 'string' || !isHash(genesis))
		return null;
	const listens = Number.isInteger(port) && (port as number) > 0 && (port as number) <= portMax;
	return {
		version,
		hub: printable(hub, limits.echoCharactersMax),
		node,
		nonce: theirs,
		genesis,
		fresh,
		port: listens ? (port as number) : 0,
	};
}
