const characters = 24;
const dayMs = 86_400_000;
const zeroDigit = 0x30;
const dash = 0x2d;
const colon = 0x3a;

/**
 * The moment that a timestamp of protocol section 1 names, in milliseconds since 1970; NaN for any other text, also
 * for one of that form that names no moment (30 February, a second 60). Every block of a long chain is asked for
 * its time, so this is arithmetic: a fifth of what a pattern and `Date.parse` take.
 */
export function readTimestamp(text: string): number {
	if (text.length !== characters || !hasMarks(text)) return Number.NaN;
	const year = readDigits(text, 0, 4);
	const month = readDigits(text, 5, 7);
	const day = readDigits(text, 8, 10);
	const hour = readDigits(text, 11, 13);
	const minute = readDigits(text, 14, 16);
	const second = readDigits(text, 17, 19);
	const ms = readDigits(text, 20, 23);
	const isDate = month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysIn(year, month));
	if (!isDate || !(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
	return daysSince1970(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
}

/** Whether what stands between the digits of 2026-11-20T05:01:37.390Z is right. */
function hasMarks(text: string): boolean {
	return (
		text.charCodeAt(4) === dash &&
		text.charCodeAt(7) === dash &&
		text.charCodeAt(10) === 0x54 &&
		text.charCodeAt(13) === colon &&
		text.charCodeAt(16) === colon &&
		text.charCodeAt(19) === 0x2e &&
		text.charCodeAt(23) === 0x5a
	);
}

/** The number that the digits from `start` to `end` make; NaN where one of them is none. */
function readDigits(text: string, start: number, end: number): number {
	let value = 0;
	for (let at = start; at < end; at++) {
		const digit = text.charCodeAt(at) - zeroDigit;
		if (digit < 0 || digit > 9) return Number.NaN;
		value = value * 10 + digit;
	}
	return value;
}

function daysIn(year: number, month: number): number {
	if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Years are counted from March, so that the day that not every year has is their last. */
function daysSince1970(year: number, month: number, day: number): number {
	const years = month > 2 ? year : year - 1;
	const months = month > 2 ? month - 3 : month + 9;
	const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
	return years * 365 + leapDays + Math.floor((153 * months + 2) / 5) + day - 1 - 719_468;
}
