import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameBytes } from '../../../lib/domain/bytes.ts';
import { Conflict, LogBroken, ThrottledUnknown } from '../../../lib/domain/failure.ts';
import { signedBytes } from '../../../lib/domain/log/checkpoint.ts';
import { inclusionRoot } from '../../../lib/domain/log/inclusion-root.ts';
import { isConsistent } from '../../../lib/domain/log/is-consistent.ts';
import { leafIdentity } from '../../../lib/domain/log/log-leaf.ts';
import { makeLogReader } from '../../../lib/evidence/read-log.ts';
import type { Objects } from '../../../lib/ports/objects.ts';
import { sha256Bytes, verifyBytes } from '../../fakes/fake-signer.ts';
import { endLeaf, startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld, makeLogWorldOn, ORIGIN } from '../../fakes/log-world.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { referenceRoot } from '../../fakes/merkle-reference.ts';
import { propertyRuns } from '../../fakes/property-runs.ts';

const RUNS = Array.from({ length: 50 }, (_, index) => `run-${index}`);

/** Every call waits for its turn, which a scheduler gives in any order. */
function scheduled(objects: Objects, scheduler: fc.Scheduler): Objects {
  const turn = <T>(name: string, call: () => Promise<T>) =>
    scheduler.schedule(Promise.resolve(), name).then(call);
  return {
    get: (key) => turn(`get ${key}`, () => objects.get(key)),
    put: (...args) => turn(`put ${args[0]}`, () => objects.put(...args)),
    list: (prefix) => turn(`list ${prefix}`, () => objects.list(prefix)),
  };
}

async function expectWhole(
  { reader, signer }: Pick<ReturnType<typeof makeLogWorld>, 'reader' | 'signer'>,
  identities: readonly string[],
) {
  const entries = await reader.entries();
  expect(entries.map(({ leaf }) => leafIdentity(leaf)).toSorted()).toEqual(identities.toSorted());
  for (const { signed, index } of entries) {
    const leaves = entries.slice(0, index + 1).map(({ text }) => Buffer.from(text));
    expect(sameBytes(signed.checkpoint.root, referenceRoot(leaves))).toBe(true);
    expect(verifyBytes(signer.own.spki, signedBytes(signed.checkpoint), signed.signature)).toBe(true);
  }
  return entries;
}

describe('appending to a log', () => {
  it('answers the entry, whose checkpoint is over all leaves up to it', async () => {
    const world = makeLogWorld();
    const start = await world.append(startLeaf('one'));
    const end = await world.append(endLeaf('one', { start: start.index }));
    expect([start.index, end.index]).toEqual([0, 1]);
    expect(end.signed.checkpoint).toMatchObject({ origin: ORIGIN, size: 2, others: [] });
    const entries = await expectWhole(world, ['start-one', 'end-one']);
    expect(entries[1]).toEqual(end);
  });

  it('of what is there already answers what is there, and signs nothing', async () => {
    const world = makeLogWorld();
    await world.append(startLeaf('one'));
    await world.append(startLeaf('two'));
    const before = world.signer.signed();
    const again = await world.append(startLeaf('one', { late: true }));
    expect(again).toMatchObject({ index: 0, leaf: { late: false } });
    expect(world.signer.signed()).toBe(before);
    await expectWhole(world, ['start-one', 'start-two']);
  });

  it('carries what is known of other logs', async () => {
    const other = { origin: 'muster/eu-central-1/evidence-frankfurt', size: 3, root: new Uint8Array(32) };
    const world = makeLogWorld({ others: [other] });
    expect((await world.append(startLeaf('one'))).signed.checkpoint.others).toEqual([other]);
  });

  it('of fifty runs at the same time loses none and doubles none', async () => {
    const world = makeLogWorld();
    const entries = await Promise.all(RUNS.map((run) => world.append(startLeaf(run))));
    expect(entries.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(
      RUNS.map((_, index) => index),
    );
    await expectWhole(
      world,
      RUNS.map((run) => `start-${run}`),
    );
  });

  it('of fifty runs, each delivered twice, holds in any interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 8 }), async (scheduler, count) => {
        const stored = makeMemoryObjects();
        const world = makeLogWorldOn({ objects: scheduled(stored, scheduler) });
        const runs = RUNS.slice(0, count);
        const appended = [...runs, ...runs].map((run) => world.append(startLeaf(run)));
        await scheduler.waitFor(Promise.all(appended));
        const places = (await Promise.all(appended)).map(({ index }) => index);
        expect(places.slice(0, count)).toEqual(places.slice(count));
        const quiet = makeLogWorld({ objects: stored, signer: world.signer });
        await expectWhole(
          quiet,
          runs.map((run) => `start-${run}`),
        );
      }),
      { numRuns: propertyRuns(40) },
    );
  });

  it('whose answer was lost finds its own entry when it is tried again', async () => {
    const objects = makeMemoryObjects();
    let lost = false;
    const forgetful: Objects = {
      ...objects,
      put: async (key, text, condition) => {
        const etag = await objects.put(key, text, condition);
        if (lost || !key.startsWith('log/entries/')) return etag;
        lost = true;
        throw new ThrottledUnknown({ subject: key, seen: 'no answer', limit: 'an answer' });
      },
    };
    const world = makeLogWorldOn({ objects: forgetful });
    await expect(world.append(startLeaf('one'))).rejects.toThrow(ThrottledUnknown);
    expect(await world.append(startLeaf('one'))).toMatchObject({ index: 0 });
    await expectWhole(world, ['start-one']);
  });

  it.each([
    ['gone', null],
    ['behind', '{"schemaVersion":1,"size":1}'],
    ['ahead', '{"schemaVersion":1,"size":40}'],
    ['no hint at all', 'x'],
  ])('does not depend on the hint at the size: %s', async (_what, hint) => {
    const world = makeLogWorld();
    for (const run of RUNS.slice(0, 3)) await world.append(startLeaf(run));
    const rest = without(world.objects.stored(), 'log/head.json');
    const objects = makeMemoryObjects(hint === null ? rest : { ...rest, 'log/head.json': hint });
    const again = makeLogWorld({ objects, signer: world.signer });
    expect(await again.append(startLeaf('new'))).toMatchObject({ index: 3 });
    await expectWhole(
      again,
      [...RUNS.slice(0, 3), 'new'].map((run) => `start-${run}`),
    );
  });

  it('goes on where the hint cannot be written', async () => {
    const objects = makeMemoryObjects();
    const refusing: Objects = {
      ...objects,
      put: (key, ...rest) =>
        key === 'log/head.json' ? Promise.reject(new Error('denied')) : objects.put(key, ...rest),
    };
    const world = makeLogWorldOn({ objects: refusing });
    await world.append(startLeaf('one'));
    expect(await world.append(startLeaf('two'))).toMatchObject({ index: 1 });
    await expectWhole(world, ['start-one', 'start-two']);
  });

  it('ends where a place stays taken and empty, and says so', async () => {
    const objects = makeMemoryObjects();
    const taken: Objects = {
      ...objects,
      put: (key, ...rest) =>
        key.startsWith('log/entries/')
          ? Promise.reject(new Conflict({ subject: key, seen: 'another request', limit: 'none' }))
          : objects.put(key, ...rest),
    };
    await expect(makeLogWorldOn({ objects: taken }).append(startLeaf('one'))).rejects.toThrow(Conflict);
  });

  it('builds nothing on a log that somebody has changed', async () => {
    const world = makeLogWorld();
    for (const run of RUNS.slice(0, 3)) await world.append(startLeaf(run));
    const stored = world.objects.stored();
    const key = 'log/entries/000000000002.json';
    for (const changed of [
      (stored[key] ?? '').replace('"index":2', '"index":1'),
      (stored[key] ?? '').replace('"frontier":["', '"frontier":["0'),
      ` ${stored[key] ?? ''}`,
      'x',
    ]) {
      const other = makeLogWorld({ objects: makeMemoryObjects({ ...stored, [key]: changed }) });
      await expect(other.append(startLeaf('new'))).rejects.toThrow(LogBroken);
      await expect(other.reader.entries()).rejects.toThrow(LogBroken);
    }
  });

  it('is read with no leaf but the one that was hashed', async () => {
    const world = makeLogWorld();
    for (const run of RUNS.slice(0, 3)) await world.append(startLeaf(run));
    const stored = world.objects.stored();
    const key = 'log/entries/000000000002.json';
    const changed = { ...stored, [key]: (stored[key] ?? '').replaceAll('run-2', 'run-9') };
    const other = makeLogWorld({ objects: makeMemoryObjects(changed) });
    await expect(other.reader.entries()).rejects.toThrow(LogBroken);
  });

  it('builds nothing on another log, nor on one with a hole', async () => {
    const [one, other] = [makeLogWorld(), makeLogWorld()];
    for (const run of RUNS.slice(0, 3)) await one.append(startLeaf(run));
    for (const run of ['a', 'b', 'c']) await other.append(startLeaf(run));
    const key = 'log/entries/000000000001.json';
    const mixed = { ...one.objects.stored(), [key]: other.objects.stored()[key] ?? '' };
    await expect(makeLogWorld({ objects: makeMemoryObjects(mixed) }).reader.entries()).rejects.toThrow(
      'entry 1 of the log muster/eu-west-1/muster-orders-eu-west-1: saw another tree than that of the entries before it; ' +
        'expected what was appended there, and nothing else',
    );
    const holed = without(one.objects.stored(), key);
    await expect(makeLogWorld({ objects: makeMemoryObjects(holed) }).reader.entries()).rejects.toThrow(
      'entry 1 of the log muster/eu-west-1/muster-orders-eu-west-1: saw no entry, and later ones',
    );
    const elsewhere = { ...one.log, origin: 'muster/us-east-1/else' };
    await expect(makeLogReader(elsewhere).newest()).rejects.toThrow(`a checkpoint of ${ORIGIN}`);
  });
});

describe('proofs from a stored log', () => {
  it('hold for every leaf of every size, and between any two sizes', async () => {
    const world = makeLogWorld();
    for (const run of RUNS.slice(0, 12)) await world.append(startLeaf(run));
    const entries = await world.reader.entries();
    for (const { frontier, signed } of entries)
      for (const { index, hash } of entries.slice(0, frontier.size)) {
        const path = await world.reader.inclusionPath(index, frontier.size);
        const root = inclusionRoot(sha256Bytes, { index, size: frontier.size, hash }, path);
        expect(root).toEqual(signed.checkpoint.root);
        const first = entries[index]?.signed.checkpoint ?? signed.checkpoint;
        const between = await world.reader.consistencyPath(first.size, frontier.size);
        expect(isConsistent(sha256Bytes, [first, signed.checkpoint], between)).toBe(true);
      }
  });

  it('are read without walking through the log', async () => {
    const journal: string[] = [];
    const objects = makeMemoryObjects();
    const world = makeLogWorld({ objects });
    for (const run of RUNS) await world.append(startLeaf(run));
    const counted = makeMemoryObjects(objects.stored(), journal);
    await makeLogWorld({ objects: counted }).reader.inclusionPath(0, RUNS.length);
    expect(journal.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(RUNS.length)));
  });

  it('of an empty log are none', async () => {
    const { reader } = makeLogWorld();
    expect([await reader.entries(), await reader.newest()]).toEqual([[], null]);
  });
});

function without(stored: Readonly<Record<string, string>>, left: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(stored).filter(([key]) => key !== left));
}
