import type { Readable, Writable } from 'node:stream';
import type { CopyRoute } from '../network/copy-route.ts';
import { directoryBytes } from '../postgres/directory-bytes.ts';
import type { RunningProgram } from '../postgres/run-program.ts';
import type { SnapshotPlace } from '../postgres/snapshot-place.ts';
import type { DatabaseSnapshot } from '../rds/snapshots/snapshot.ts';
import { receiveSnapshot, sendSnapshot } from './snapshot-programs.ts';

export interface CopyTools {
  readonly placeOf: (region: string) => SnapshotPlace;
  readonly routeOf: (from: string, to: string) => CopyRoute;
}

export interface CopyOrder {
  readonly source: DatabaseSnapshot;
  readonly target: DatabaseSnapshot;
  /** Of the source. */
  readonly deleted: AbortSignal;
}

/** Copies a snapshot's files, from another region through the network. @throws Error when it was ended before its end */
export function copySnapshot(tools: CopyTools, order: CopyOrder): Promise<void> {
  const { source, target } = order;
  return source.parts.region === target.parts.region ? copyHere(tools, order) : copyAcross(tools, order);
}

async function copyHere({ placeOf }: CopyTools, { source, target, deleted }: CopyOrder): Promise<void> {
  const place = placeOf(source.parts.region);
  const from = place.directoryOf(source.parts.storage);
  const to = place.directoryOf(target.parts.storage);
  const total = await directoryBytes(from);
  target.begin(async () => ({ copied: await directoryBytes(to), total }));
  const copy = place.start({ name: 'copy snapshot', file: '/bin/cp', args: ['-R', '-p', from, to] });
  await whileKept([copy], deleted, () => copy.done);
}

/** Each end is a program of its own region, which goes with it. */
async function copyAcross(tools: CopyTools, { source, target, deleted }: CopyOrder): Promise<void> {
  const [here, there] = [source.parts, target.parts];
  const from = tools.placeOf(here.region).directoryOf(here.storage);
  const to = tools.placeOf(there.region).directoryOf(there.storage);
  const total = await directoryBytes(from);
  let copied = 0;
  target.begin(() => Promise.resolve({ copied, total }));
  const packing = tools.placeOf(here.region).start(sendSnapshot(from), ['ignore', 'pipe']);
  const unpacking = tools.placeOf(there.region).start(receiveSnapshot(to), ['pipe', 'ignore']);
  const route = tools.routeOf(here.region, there.region);
  await whileKept([packing, unpacking], deleted, async (signal) => {
    const freight = { from: outputOf(packing), to: inputOf(unpacking), signal };
    await route.carry({ ...freight, onCrossed: (bytes) => (copied = bytes) });
  });
}

/**
 * Resolves when the work and all programs are done; as soon as one of them fails, or the source is deleted, the
 * others are ended: a tar whose way is silent would wait for good.
 */
async function whileKept(
  programs: readonly RunningProgram[],
  deleted: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const signal = AbortSignal.any([deleted, failure.signal]);
  signal.addEventListener('abort', () => programs.forEach(({ child }) => child.kill()));
  const parts = [...programs.map((one) => one.done), work(signal)];
  for (const part of parts) part.catch(() => failure.abort());
  const results = await Promise.allSettled(parts);
  if (deleted.aborted) throw new Error('the source was deleted');
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function outputOf({ child }: RunningProgram): Readable {
  if (child.process.stdout) return child.process.stdout;
  throw new Error('the output of a program is not piped');
}

function inputOf({ child }: RunningProgram): Writable {
  const input = child.process.stdin;
  // One that was killed before anybody wrote to it has nobody else who listens.
  if (input) return input.on('error', () => undefined);
  throw new Error('the input of a program is not piped');
}
