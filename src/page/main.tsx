import {createRoot} from 'react-dom/client';
import {createDigest} from './chain/digest.ts';
import {readPast} from './chain/past.ts';
import {createPage} from './page.ts';
import {App} from './views/App.tsx';
import {readKept, writeKept} from './views/use-kept.ts';

const pastName = 'past';

const page = createPage({
	fetch: (path, init) => fetch(path, init),
	// Only pages that came over HTTPS, or from this machine, have it.
	digest: createDigest(globalThis.crypto?.subtle as SubtleCrypto | undefined),
	memory: {
		read: () => readPast(readKept(pastName)),
		write: past => writeKept(pastName, JSON.stringify(past)),
	},
	now: Date.now,
});
page.chain.start();
createRoot(document.getElementById('page')!).render(<App page={page} />);
