import {createContext} from 'react';
import type {StandIns} from '../output/stand-ins.ts';

/** What gives Ink a character for each painted line, where the screen output puts the line in its place; else null. */
export const StandInContext = createContext<StandIns | null>(null);
