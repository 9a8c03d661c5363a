import type { SequenceLook } from '../domain/content/sequence-decision.ts';
import { decideSequence } from '../domain/content/sequence-decision.ts';
import type { SequenceValue } from '../domain/content/contents.ts';
import { awaitReplay } from './await-replay.ts';
import { type Comparison, lineStart } from './comparison.ts';

/** A sequence knows no snapshot, so one that seems to differ may only have been in motion. */
const MOST_LOOKS = 3;

/** Compares the sequences; those that are not equal are looked at again. */
export async function compareSequences(comparison: Comparison): Promise<void> {
  let open: ReadonlySet<string> | null = null;
  for (let look = 0; look < MOST_LOOKS && open?.size !== 0; look += 1) {
    const looks = await lookAtSequences(comparison);
    const wanted = looks.filter(({ before }) => open === null || open.has(nameOf(before)));
    for (const one of wanted)
      await comparison.emit({ ...lineStart(comparison), line: 'sequence', look, ...one });
    open = new Set(
      wanted.filter((one) => decideSequence(one) !== 'equal').map(({ before }) => nameOf(before)),
    );
  }
}

async function lookAtSequences({ primary, replica, ...rest }: Comparison): Promise<readonly SequenceLook[]> {
  const before = await primary.sequences();
  await awaitReplay({ primary, replica, ...rest }, await primary.position());
  const copies = byName(await replica.sequences());
  const after = byName(await primary.sequences());
  return before.map((one) => ({
    before: one,
    replica: copies.get(nameOf(one)) ?? null,
    after: after.get(nameOf(one)) ?? null,
  }));
}

function byName(values: readonly SequenceValue[]): ReadonlyMap<string, SequenceValue> {
  return new Map(values.map((value) => [nameOf(value), value]));
}

function nameOf({ sequence: { schema, name } }: SequenceValue): string {
  return JSON.stringify([schema, name]);
}
