/** A process that saves pins of one address: folder, first height, step and count are its arguments. */
import {PinFile} from '../../../src/client/memory/pin-file.ts';
import {makePin} from './pins.ts';

const [folder = '', first = '1', step = '1', count = '1'] = process.argv.slice(2);
const file = new PinFile(folder, 'lab-hub:9000');
for (let at = 0; at < Number(count); at++) await file.save(makePin(Number(first) + at * Number(step)));
