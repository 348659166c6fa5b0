import type {BuildOptions} from 'esbuild';

/** The folder of the checkout, with a slash at its end. */
export const root: string;
/** How dist/bchain.js is built: the bin, which checks the Node version. */
export const binOptions: BuildOptions & {readonly metafile: true};
/** How dist/ledger-worker.js is built: the threads of the durable ledger. */
export const workerOptions: BuildOptions & {readonly metafile: true};
/** How the page for browsers is built. */
export const pageOptions: BuildOptions & {readonly metafile: true};
/** How dist/cli.js and its chunks are built: the program behind the bin. */
export const programOptions: BuildOptions & {readonly metafile: true};
