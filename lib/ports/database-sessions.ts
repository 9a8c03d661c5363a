/** Left for one importer, the opener of connections; it goes when that one names the true home. */
export type { SessionTarget } from './session-target.ts';
