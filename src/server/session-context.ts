import type {HubStatus, Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';
import type {IntakeContext} from './intake.ts';
import type {LeftReason} from './log.ts';
import type {OutboxContext} from './outbox.ts';
import type {Peers} from './peers/peers.ts';
import type {Session} from './session.ts';
import type {Status} from './status.ts';

/** What all sessions of a hub share. */
export interface SessionContext extends OutboxContext, IntakeContext {
	readonly range: BpmRange;
	readonly broadcastIntervalMs: number;
	readonly broadcastBytesMax: number;
	readonly welcome: () => Welcome;
	readonly status: () => Status;
	readonly signOfLife: () => HubStatus;
	readonly peers: Peers;
	readonly onLive: (session: Session) => void;
	/** It turned out to be another hub. */
	readonly onPeer: (session: Session) => void;
	readonly onLeft: (session: Session, reason: LeftReason) => void;
}
