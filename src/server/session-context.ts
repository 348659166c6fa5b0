import type {Welcome} from '../core/live-message.ts';
import type {BpmRange} from '../core/request.ts';
import type {Hub} from './hub.ts';
import type {LeftReason} from './log.ts';
import type {OutboxContext} from './outbox.ts';
import type {Session} from './session.ts';
import type {Counters, Status} from './status.ts';

/** What all sessions of a hub share. */
export interface SessionContext extends OutboxContext {
	readonly hub: Hub;
	readonly counters: Counters;
	readonly range: BpmRange;
	readonly broadcastIntervalMs: number;
	readonly broadcastBytesMax: number;
	readonly welcome: () => Welcome;
	readonly status: () => Status;
	readonly onLive: (session: Session) => void;
	readonly onLeft: (session: Session, reason: LeftReason) => void;
}
