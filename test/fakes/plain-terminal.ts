import { PassThrough } from 'node:stream';

/** What a command writes to where nobody looks: no colours, nothing that moves, 80 columns. */
export function plainTerminal(out = new PassThrough(), err = new PassThrough()) {
  return { out, err, live: false, colour: false, columns: 80 };
}
