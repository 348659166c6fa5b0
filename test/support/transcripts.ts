/** Reads the examples of the documents, so that tests can run them. */
import {readFileSync} from 'node:fs';

/** One exchange: what is typed (null: nothing yet), then what must come. `…` stands for anything. */
export type Exchange = {readonly typed: string | null; readonly expected: readonly string[]};

/** The fenced blocks of a document with this language, each with the number of its first line. */
export function readBlocks(
	path: URL,
	language: string,
): readonly {readonly line: number; readonly text: string}[] {
	const text = readFileSync(path, 'utf8');
	const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))];
	return blocks.map(match => ({line: text.slice(0, match.index).split('\n').length, text: match[1]!}));
}

/** Splits an example into exchanges; typed lines begin with `mark`. */
export function readExchanges(text: string, mark: string): readonly Exchange[] {
	const exchanges: {typed: string | null; expected: string[]}[] = [{typed: null, expected: []}];
	for (const line of text.replace(/\n$/, '').split('\n')) {
		if (line.startsWith(mark)) exchanges.push({typed: line.slice(mark.length), expected: []});
		else exchanges.at(-1)!.expected.push(line);
	}
	return exchanges;
}

/** A pattern for exactly this text, in which `…` stands for anything. */
export function toPattern(text: string): RegExp {
	const literals = text.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${literals.join('.*?')}$`, 's');
}
