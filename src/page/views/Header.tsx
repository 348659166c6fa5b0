import type {ReactNode} from 'react';
import {formatCount} from '../look/format.ts';
import type {KeyCommand} from '../look/keys.ts';
import type {SchemeChoice} from '../look/scheme.ts';
import type {PageState} from '../state/page-state.ts';
import {HashChip} from './HashChip.tsx';
import {Icon, type IconName} from './icons.tsx';
import {LinkPill} from './LinkPill.tsx';
import type {View} from './use-view.ts';

export interface HeaderProps {
	readonly state: PageState;
	readonly view: View;
	/** Grows with every block that comes: the heart beats. */
	readonly beat: number;
	readonly onCommand: (command: KeyCommand) => void;
}

const schemeTitles: Readonly<Record<SchemeChoice, string>> = {
	auto: 'Colours: as the system',
	light: 'Colours: light',
	dark: 'Colours: dark',
};

/** Who this is, how the chain and the connection stand, and the ways to see it. */
export function Header({state, view: {choice, projector}, beat, onCommand}: HeaderProps): ReactNode {
	const {tip, held, hub, fault, connections} = state;
	return (
		<header className="header">
			<h1 className="brand">
				<span key={beat} className="beat">
					<Icon name="heart" />
				</span>
				bchain
			</h1>
			<dl className="standing">
				<div>
					<dt>Height</dt>
					<dd>{tip ? formatCount(tip.index) : '–'}</dd>
				</div>
				<div className="standing-tip">
					<dt>Tip</dt>
					<dd>{tip ? <HashChip hash={tip.hash} /> : '–'}</dd>
				</div>
				<div className="standing-verified">
					<dt>Verified here</dt>
					<Verified held={held} fault={fault} />
				</div>
				{hub && (
					<div className="standing-ledger">
						<dt>Chain</dt>
						<dd>{hub.durable ? 'kept on disk' : 'in memory only'}</dd>
					</div>
				)}
				{connections !== null && (
					<div className="standing-ledger">
						<dt>Connected</dt>
						<dd>{state.link.kind === 'live' ? formatCount(connections) : '–'}</dd>
					</div>
				)}
			</dl>
			<LinkPill link={state.link} onRetry={() => onCommand('retry')} />
			<nav className="tools" aria-label="View">
				<Tool icon="search" title="Go to a block (g)" onPress={() => onCommand('goTo')} />
				<Tool
					icon="projector"
					title="Projector view (p)"
					pressed={projector}
					onPress={() => onCommand('projector')}
				/>
				<Tool icon={choice} title={`${schemeTitles[choice]} (t)`} onPress={() => onCommand('scheme')} />
				<Tool icon="help" title="Help (?)" onPress={() => onCommand('help')} />
			</nav>
		</header>
	);
}

/** How many blocks were verified, or where they are broken. */
function Verified({held, fault}: Pick<PageState, 'held' | 'fault'>): ReactNode {
	if (fault) return <dd className="bad">✕ broken at {formatCount(fault.index)}</dd>;
	return held === 0 ? <dd>–</dd> : <dd className="ok">✓ {formatCount(held)}</dd>;
}

function Tool({
	icon,
	title,
	pressed,
	onPress,
}: {
	readonly icon: IconName;
	readonly title: string;
	readonly pressed?: boolean;
	readonly onPress: () => void;
}): ReactNode {
	return (
		<button
			type="button"
			className={`icon-button tool-${icon}`}
			title={title}
			aria-label={title}
			aria-pressed={pressed}
			onClick={onPress}
		>
			<Icon name={icon} />
		</button>
	);
}
