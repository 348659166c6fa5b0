/** That there is no hub at `address`, as a sentence; `trouble` is why, as far as that is known. */
export function sayNoHub(address: string, trouble: string | null): string {
	// The address is said once.
	const why = (trouble ?? 'it does not answer').replace(` at ${address}`, ' there');
	return `There is no hub at ${address}: ${why}.`;
}
