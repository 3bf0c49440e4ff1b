import type { en } from './en.ts';

/** The texts of the interface with their exact arguments. */
export type Texts = typeof en;
