const dayMs = 86_400_000;
/** A clock that is changed is not changed back within so many days: in all zones but one there is no such case. */
const windowMs = 14 * dayMs;

/** A day of this machine's clock: from its midnight to before the next one, in milliseconds since 1970. */
export interface LocalDay {
	from: number;
	until: number;
	/** When the clock shows the time that was asked for. */
	at: number;
}

/**
 * Finds the day in which a moment lies, and in it the time `clockMs` milliseconds after midnight as the clock shows it.
 * The same object each time, which is filled anew: a million blocks may be asked for, each of another day. To ask the
 * calendar costs more than everything else, and where the clock is not changed for a while there is no need to.
 */
export function createDayFinder(clockMs: number): (ms: number) => LocalDay {
	const day: LocalDay = {from: Number.NaN, until: Number.NaN, at: Number.NaN};
	let windowFrom = Number.NaN;
	/** The clock's difference from UTC, in minutes, in the whole window, and the time of midnight in a day of UTC. */
	let offset = Number.NaN;
	let midnight = 0;
	let isSteady = false;
	return ms => {
		if (ms >= day.from && ms < day.until) return day;
		if (!(ms >= windowFrom && ms < windowFrom + windowMs)) {
			windowFrom = Math.floor(ms / windowMs) * windowMs;
			const before = new Date(windowFrom - dayMs).getTimezoneOffset();
			isSteady = before === new Date(windowFrom + windowMs + dayMs).getTimezoneOffset();
			if (isSteady && before !== offset) midnight = midnightOf(windowFrom);
			if (isSteady) offset = before;
		}
		if (!isSteady) askCalendar(day, ms, clockMs);
		else {
			day.from = Math.floor((ms - midnight) / dayMs) * dayMs + midnight;
			day.until = day.from + dayMs;
			day.at = day.from + clockMs;
		}
		return day;
	};
}

function midnightOf(ms: number): number {
	const midnight = new Date(ms).setHours(0, 0, 0, 0);
	return midnight - Math.floor(midnight / dayMs) * dayMs;
}

/** On some days the clock is changed: then a time is not so many hours after midnight. */
function askCalendar(day: LocalDay, ms: number, clockMs: number): void {
	const date = new Date(ms);
	day.from = date.setHours(0, 0, 0, 0);
	day.at = date.setHours(0, 0, 0, clockMs);
	date.setTime(ms);
	day.until = date.setHours(24, 0, 0, 0);
}
