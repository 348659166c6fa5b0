import {createContext} from 'react';
import type {Scheme} from '../look/scheme.ts';

/** Whether the page is light or dark, for colours that follow from a hash. */
export const SchemeContext = createContext<Scheme>('light');
