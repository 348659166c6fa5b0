import type {HubStatus} from '../core/live-message.ts';
import type {HubSelf} from './hub-self.ts';
import type {IntakeContext} from './intake.ts';
import type {ListenAddress} from './listen.ts';
import type {LeftReason} from './log.ts';
import type {OutboxContext} from './outbox.ts';
import type {Forks} from './peers/forks.ts';
import type {Peers} from './peers/peers.ts';
import type {Session} from './session.ts';
import type {Status} from './status.ts';

/** What all sessions of a hub share. */
export interface SessionContext extends OutboxContext, IntakeContext {
	readonly self: HubSelf;
	readonly broadcastIntervalMs: number;
	readonly broadcastBytesMax: number;
	/** Where the chain is served over HTTP; null where it is not. */
	readonly web: () => ListenAddress | null;
	readonly status: () => Status;
	readonly signOfLife: () => HubStatus;
	readonly peers: Peers;
	readonly forks: Pick<Forks, 'list'>;
	readonly onLive: (session: Session) => void;
	/** It turned out to be another hub. */
	readonly onPeer: (session: Session) => void;
	readonly onLeft: (session: Session, reason: LeftReason) => void;
}
