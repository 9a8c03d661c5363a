import { holdSentence, loggedHolds } from '../log/logged-holds.ts';
import { readableLeaves } from '../log/parsed-leaves.ts';

/** What the exported log says of legal holds of a run; nothing without a log. Only the bucket shows whether it is so. */
export function holdNotes(log: readonly string[] | null, run: string): readonly string[] {
  const own = loggedHolds(readableLeaves(log ?? [])).filter((hold) => hold.run === run);
  return own.flatMap(({ said }) => said.map((leaf) => `--log: ${holdSentence(leaf)}`));
}
