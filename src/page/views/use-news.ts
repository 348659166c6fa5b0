import {useEffect, useRef, useState} from 'react';
import {announcementPauseMs, describeArrivals} from '../look/announcement.ts';

/** Between two beats of the heart: faster than this nothing can be seen of them. */
const beatMinMs = 500;

/** A number that changes when blocks have come, at most twice a second. */
export function useBeat(arrivals: number): number {
	return usePaced(arrivals, beatMinMs);
}

/** What screen readers are told of blocks that came: politely, and not too often. */
export function useAnnouncement(
	arrivals: number,
	newest: {readonly index: number; readonly bpm: number} | null,
): string {
	const paced = usePaced(arrivals, announcementPauseMs);
	const told = useRef(0);
	const [text, setText] = useState('');
	const latest = useRef(newest);
	useEffect(() => {
		latest.current = newest;
	});
	useEffect(() => {
		if (latest.current && paced > told.current)
			setText(describeArrivals(paced - told.current, latest.current));
		told.current = paced;
	}, [paced]);
	return text;
}

/** A value that follows another one, at once when it held still before, and at most every `pauseMs` milliseconds. */
function usePaced(value: number, pauseMs: number): number {
	const [paced, setPaced] = useState(value);
	const changedAtMs = useRef(0);
	useEffect(() => {
		if (value === paced) return;
		const change = (): void => {
			changedAtMs.current = performance.now();
			setPaced(value);
		};
		const waitMs = changedAtMs.current + pauseMs - performance.now();
		if (waitMs <= 0) {
			change();
			return;
		}
		const timer = setTimeout(change, waitMs);
		return () => clearTimeout(timer);
	}, [value, paced, pauseMs]);
	return paced;
}
