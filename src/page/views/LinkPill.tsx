import {type ReactNode, useEffect, useState} from 'react';
import {formatSpan, formatTime} from '../look/format.ts';
import {pageLimits} from '../page-limits.ts';
import type {LinkState} from '../state/page-state.ts';

/** How the connection stands, and a way to try again at once. */
export function LinkPill({
	link,
	onRetry,
}: {
	readonly link: LinkState;
	readonly onRetry: () => void;
}): ReactNode {
	const nowMs = useSeconds(link.kind === 'away');
	const {tone, text, note} = describeLink(link, nowMs);
	return (
		<div className={`pill pill-${tone}`}>
			<p role="status">
				<span className="pill-dot" />
				{text}
			</p>
			{link.kind === 'away' && (
				<>
					<span className="pill-note">{note}</span>
					<button
						type="button"
						className="link"
						onClick={onRetry}
						disabled={link.retryAtMs === null}
						title="Try now (r)"
					>
						Try now
					</button>
				</>
			)}
		</div>
	);
}

function describeLink(link: LinkState, nowMs: number): {tone: string; text: string; note: string} {
	switch (link.kind) {
		case 'connecting':
			return {tone: 'wait', text: 'Connecting', note: ''};
		case 'live':
			return {tone: 'ok', text: 'Live', note: ''};
		case 'stopped':
			return {tone: 'bad', text: 'Stopped', note: ''};
		case 'away': {
			const {sinceMs, retryAtMs, reason} = link;
			const isGone = nowMs - sinceMs >= pageLimits.goneAfterMs;
			const next = retryAtMs === null ? 'now' : `in ${formatSpan(Math.max(0, retryAtMs - nowMs))}`;
			return isGone
				? {
						tone: 'bad',
						text: `Hub gone since ${formatTime(new Date(sinceMs).toISOString())}`,
						note: `next try ${next}`,
					}
				: {tone: 'wait', text: 'Reconnecting', note: `${reason} Next try ${next}.`};
		}
	}
}

/** The time, each second while it is wanted. Milliseconds since 1970. */
function useSeconds(wanted: boolean): number {
	const [nowMs, setNowMs] = useState(Date.now);
	useEffect(() => {
		if (!wanted) return;
		setNowMs(Date.now());
		const timer = setInterval(() => setNowMs(Date.now()), 1_000);
		return () => clearInterval(timer);
	}, [wanted]);
	return nowMs;
}
