import {expect, it} from 'vitest';
import {makeChain} from '../chains.ts';
import {ReadingBook} from './reading-book.ts';

/** A book with these acknowledgements, compared with a chain of readings 1, 2, 3. */
function compare(write: (book: ReadingBook) => void, bpms: readonly number[] = [1, 2, 3]): readonly string[] {
	const book = new ReadingBook();
	for (let count = 0; count < 3; count++) book.send();
	write(book);
	for (const block of makeChain(bpms)) book.take(block);
	book.compare();
	return book.faults;
}

const chain = makeChain([1, 2, 3]);

it('finds nothing to say about a chain that holds what was acknowledged', () => {
	const faults = compare(book => {
		book.accept(1, chain[1]!);
		book.prompt(2);
		book.accept(1, chain[1]!);
	});

	expect(faults).toEqual([]);
});

it('names a reading that is lost, whether it was accepted or prompted for', () => {
	const write = (book: ReadingBook): void => {
		book.accept(2, chain[2]!);
		book.prompt(3);
	};

	expect(compare(write, [1])).toEqual([
		'lost: reading 2 was acknowledged in block 2',
		'lost: reading 3 was acknowledged',
	]);
});

it('names a reading that is in two blocks, in another one than was said, or in none that was sent', () => {
	expect(compare(() => {}, [1, 2, 1])).toEqual(['doubled: reading 1 is in block 1 and in block 3']);
	expect(compare(book => book.accept(1, chain[2]!))).toEqual([
		'reading 1 was acknowledged in block 2, and is in block 1',
	]);
	expect(compare(() => {}, [1, 7])).toEqual(['block 2 holds 7, which nobody sent']);
});

it('names a repeat that got another answer, and a block that does not fit', () => {
	const faults = compare(book => {
		book.accept(1, chain[1]!);
		book.accept(1, {index: 1, hash: chain[2]!.hash});
	});
	expect(faults).toEqual([`reading 1 was first in block 1 ${chain[1]!.hash}, then in 1 ${chain[2]!.hash}`]);

	const book = new ReadingBook();
	book.take(chain[0]!);
	book.send();
	book.take({...chain[1]!, hash: chain[2]!.hash});
	expect(book.faults).toEqual([expect.stringContaining('block 1 is broken: its Hash')]);
});
