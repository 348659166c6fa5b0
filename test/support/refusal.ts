/** The code and sentence with which `work` is refused; something else where it is not. */
export function refusal(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		const {code, message} = error as Error & {code: string};
		return {code, message};
	}
	return 'no refusal';
}
