import { beforeAll, expect, test } from 'vitest';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import type { RunContents } from '../../../../lib/domain/evidence/run-contents.ts';
import { parseCheckpoint } from '../../../../lib/domain/log/checkpoint.ts';
import { codeOf } from '../../../../lib/domain/verify/finding.ts';
import { type KnownLogs, verifyInLogs } from '../../../../lib/domain/verify/verify-in-logs.ts';
import { startLeaf } from '../../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../../fakes/log-world.ts';
import {
  goldenRun,
  makeVerifier,
  replaced,
  signTexts,
  textOf,
  withJudgement,
} from '../../../fakes/signed-run.ts';

const EAST = 'muster/eu-central-1/muster-orders-eu-central-1';
const NOTHING: KnownLogs = { logs: [], since: [], cosigned: [] };

type Signed = Awaited<ReturnType<typeof signTexts>>;
let west: Signed;
let east: Signed;
let logs: { readonly west: readonly string[]; readonly east: readonly string[] };
beforeAll(async () => {
  west = await signTexts(withJudgement(goldenRun('v1-drill')));
  east = await signTexts(withJudgement(goldenRun('v1-switchover')), {
    world: makeLogWorld({ origin: EAST }),
  });
  logs = { west: await leavesOf(west), east: await leavesOf(east) };
});

async function leavesOf({ world }: Signed): Promise<readonly string[]> {
  return (await world.reader.entries()).map(({ text }) => text);
}

function check({ world, contents }: Signed, known: Partial<KnownLogs>, changed: RunContents = contents) {
  const verifier = { ...makeVerifier([world]), ...NOTHING, ...known };
  const { findings, stoodFor } = verifyInLogs(verifier, changed);
  return { code: codeOf(findings), says: findings.map(({ file, says }) => `${file} ${says}`), stoodFor };
}

const checkpointOf = ({ contents }: Signed) => {
  const note = parseCheckpoint(textOf(contents, EVIDENCE_FILES.checkpoint));
  return note ? [note] : [];
};

test('each run is held against the log that has its end, in whatever order they are named', () => {
  for (const both of [
    [logs.west, logs.east],
    [logs.east, logs.west],
  ]) {
    expect(check(west, { logs: both })).toMatchObject({ code: 0, says: [] });
    expect(check(east, { logs: both })).toMatchObject({ code: 0, says: [] });
  }
});

test('the log of another region alone does not hold it, and neither do those of two others', () => {
  expect(check(west, { logs: [logs.east] })).toMatchObject({ code: 16 });
  const third = [...logs.east.slice(0, -1), logs.east[0] ?? ''];
  const { code, says } = check(west, { logs: [logs.east, third] });
  expect(code).toBe(15);
  expect(says).toEqual([
    `${EVIDENCE_FILES.proof} has the run's end as leaf 4; none of the 2 logs (--log) has it there: that of its region is not among them, or is another one`,
  ]);
});

test('a log that was changed before the end is still found to be another one', () => {
  const changed = logs.west.with(0, logs.west[2] ?? '');
  expect(check(west, { logs: [changed, logs.east] })).toMatchObject({ code: 16 });
});

test('two logs that both have its end, and go on in two ways, are a fork', () => {
  const [one, other] = [logs.east[0] ?? '', logs.east[2] ?? ''];
  const { code, says } = check(west, {
    logs: [
      [...logs.west, one],
      [...logs.west, other],
    ],
  });
  expect(code).toBe(16);
  expect(says[0]).toBe(
    `${EVIDENCE_FILES.proof} has the run's end as leaf 4, and so have 2 logs (--log), none of which begins with another: one log has been continued in two ways`,
  );
});

test('a run that another log speaks of as well has more than is shown, and others stand for none of it', async () => {
  const world = makeLogWorld({ origin: EAST });
  for (const { text } of await east.world.reader.entries()) await world.append(JSON.parse(text));
  await world.append(startLeaf(west.predicate.run));
  const second = (await world.reader.entries()).map(({ text }) => text);
  expect(check(west, { logs: [logs.west, second] })).toEqual({
    code: 22,
    says: [
      `${EVIDENCE_FILES.proof} another log (--log) than the run's has a leaf "start" of it: ${second.length - 1}`,
    ],
    stoodFor: { corroborated: false, witnessed: false, kept: false, dated: false },
  });
});

test('of checkpoints that were kept each run has that of its own log', () => {
  const since = [...checkpointOf(west), ...checkpointOf(east)];
  expect(since).toHaveLength(2);
  // Each world has a key of its own: another log's checkpoint would be signed by nobody that is trusted.
  expect(check(west, { since })).toMatchObject({ code: 0, says: [] });
  expect(check(east, { since: since.toReversed() })).toMatchObject({ code: 0, says: [] });
  expect(check(west, { since: checkpointOf(east) }).code).toBe(15);
});

test('a run without a proof is held against none, and misses its proof', () => {
  const without = replaced(west.contents, EVIDENCE_FILES.proof, null);
  const { code, says } = check(west, { logs: [logs.west, logs.east] }, without);
  expect(code).toBe(13);
  expect(says).toHaveLength(1);
});
