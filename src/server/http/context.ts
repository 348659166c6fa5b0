import type {HubStatus, Welcome} from '../../core/live-message.ts';
import type {BpmRange} from '../../core/request.ts';
import type {Bounds} from '../bounds.ts';
import type {Hub} from '../hub.ts';
import type {OutboxContext} from '../outbox.ts';
import type {Counters, Status} from '../status.ts';

/** What the answers over HTTP share with everything else that a hub says. */
export interface HttpContext extends OutboxContext {
	readonly hub: Hub;
	readonly bounds: Bounds;
	readonly counters: Counters;
	/** The readings this hub accepts. */
	readonly range: BpmRange;
	readonly welcome: () => Welcome;
	readonly status: () => Status;
	readonly signOfLife: () => HubStatus;
}
