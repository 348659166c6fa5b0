/**
 * The code that the ledger's threads run: a module beside this one in the source, an entry of its own in dist/
 * (scripts/build-options.mjs), one folder above the chunk that this module becomes a part of.
 */
export const workerFile = new URL(
	typeof __LEDGER_WORKER__ === 'string' ? __LEDGER_WORKER__ : './sqlite-worker.ts',
	import.meta.url,
);
