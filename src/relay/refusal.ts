/** Until a reading that was refused for the moment is passed on again. */
export const againMs = 2_000;

/** A front tells what the hub behind it has said, which may be a front itself. */
const forNow = /^Not added: (?:the hub at \S+ refused it: )*(.*)/;
const aboutReading = /^(?:the id |-?\d+ is out of range)/;

/**
 * Whether a refusal is about the moment (protocol section 2: the hub cannot store it just now), and not about the
 * reading: then it is kept, because its sender was told that it is safe.
 */
export function isForNow(reason: string): boolean {
	const [, why] = forNow.exec(reason) ?? [];
	return why !== undefined && !aboutReading.test(why);
}
