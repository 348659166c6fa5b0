/** 64 characters of the id's alphabet in the order of ASCII, so that times written with them sort as text. */
const digits = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const timeDigits = 7;
const randomDigits = 16;

/**
 * A new id for a reading (protocol section 5): seven characters of the time, which sort until the year 2109, and
 * sixteen that carry 96 random bits, so that no two ever meet. `nowMs` is milliseconds since 1970.
 */
export function makeReadingId(
	nowMs: number,
	random: Uint8Array = crypto.getRandomValues(new Uint8Array(randomDigits)),
): string {
	let time = '';
	for (let rest = nowMs, place = 0; place < timeDigits; place++) {
		time = digits[rest % digits.length] + time;
		rest = Math.floor(rest / digits.length);
	}
	return time + Array.from(random.subarray(0, randomDigits), byte => digits[byte % digits.length]).join('');
}
