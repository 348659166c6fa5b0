import {type ReactNode, useRef, useState} from 'react';
import {type Block, shapeFault} from '../../core/block.ts';
import {hashedText} from '../../core/hashed-text.ts';
import {shellLine} from '../../core/shell-line.ts';
import {Icon} from './icons.tsx';

/**
 * A line for a shell that proves the hash without this page. Only for a block of the strict shape: its text is
 * printable ASCII without a quote, so nothing in it can become a command.
 */
export function ShellProof({block}: {readonly block: Block}): ReactNode {
	const code = useRef<HTMLElement>(null);
	const [copied, setCopied] = useState<string | null>(null);
	if (shapeFault(block) !== null)
		return <p>No line for a shell: the block does not have the form that a block has.</p>;
	const line = shellLine(block.index, {
		command: `printf %s '${hashedText('decimal', block)}' | sha256sum`,
		stated: block.hash,
	});
	const copy = async (): Promise<void> =>
		setCopied((await copyText(line, code.current)) ? 'Copied.' : 'Selected: copy it.');
	return (
		<div className="shell">
			<pre>
				<code ref={code}>{line}</code>
			</pre>
			<p className="shell-copy">
				<button type="button" className="button" onClick={copy}>
					<Icon name="copy" /> Copy
				</button>{' '}
				<span role="status">{copied}</span>
			</p>
		</div>
	);
}

/** Copies a text; where the browser keeps its clipboard from the page, selects it. Whether it was copied. */
async function copyText(text: string, element: HTMLElement | null): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		const selection = getSelection();
		if (!element || !selection) return false;
		selection.selectAllChildren(element);
		return document.execCommand('copy');
	}
}
