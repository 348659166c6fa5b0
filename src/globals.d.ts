/** The version in package.json, put in by the build and by the tests' configuration. */
declare const __VERSION__: string;
/** Where the build puts the page for browsers, seen from a chunk; not there in the source. */
declare const __PAGE__: string | undefined;
/** Where the build puts the code of the ledger's threads, seen from a chunk; not there in the source. */
declare const __LEDGER_WORKER__: string | undefined;
