import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../../lib/cli/usage-error.ts';
import { type VerifierKnowledge, verifierOf } from '../../../lib/cli/verifier-of.ts';
import type { Verified } from '../../../lib/cli/verified-text.ts';
import { inThreads, oneByOne, type VerifyEach } from '../../../lib/cli/verify-each.ts';
import { writeRun } from '../../fakes/run-folder.ts';
import { signTexts, tinyRun, withReports } from '../../fakes/signed-run.ts';

const COUNT = 12;
let root: string;
let known: VerifierKnowledge;
let directories: string[];
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'muster-verify-each-'));
  const { contents, world } = await signTexts(withReports(tinyRun()));
  directories = Array.from({ length: COUNT }, (_, number) => join(root, String(number)));
  for (const directory of directories) writeRun(directory, contents);
  known = {
    toolVersion: 'none',
    trusted: [world.signer.own],
    since: [],
    authorities: [],
    logs: [],
    trail: null,
    history: null,
    witnesses: [],
    cosigned: [],
  };
});
afterEach(() => rmSync(root, { recursive: true }));

async function told(each: VerifyEach): Promise<readonly Verified[]> {
  const seen: Verified[] = [];
  for await (const verified of each(directories)) seen.push(verified);
  return seen;
}

test('threads tell what one after another does, in the same order', async () => {
  writeFileSync(join(root, '3', 'ledger.ndjson'), 'x');
  symlinkSync(join(root, '0'), join(root, '7', 'link'));
  const inTurn = await told(oneByOne(verifierOf(known)));
  expect(inTurn.map(({ directory }) => directory)).toEqual(directories);
  expect(inTurn.flatMap(({ code }, index) => (code === 0 ? [] : [index]))).toEqual([3, 7]);
  expect(await told(inThreads(known, 2))).toEqual(inTurn);
});

test('a file that cannot be read is a mistake of the caller in a thread as well, told in its turn', async () => {
  const tooLong = join(root, '1', 'ledger.ndjson');
  writeFileSync(tooLong, '');
  truncateSync(tooLong, 2 ** 33);
  const seen: string[] = [];
  const walk = async () => {
    for await (const { directory } of inThreads(known, 2)(directories)) seen.push(directory);
  };
  await expect(walk()).rejects.toThrow(
    new UsageError(`${tooLong} cannot be read; verify a copy that you may read`),
  );
  expect(seen).toEqual(directories.slice(0, 1));
});
