import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { directoryObjects } from '../../../lib/cli/directory-objects.ts';
import { drillDue, type DrillDueOptions } from '../../../lib/cli/drill-due.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { formatInstant } from '../../../lib/domain/instant.ts';
import { preflightKeys, PreflightResult } from '../../../lib/domain/preflight/preflight-result.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

const PLAN = `${SMALL_PLAN}timeZone: UTC\ndrills:\n  backup: { schedule: cron(0 0 * * ? *) }\n`;
const midnight = DateTime.utc().startOf('day');
const dayBefore = (days: number) => midnight.minus({ days }).toFormat('yyyy-MM-dd 00:00');

let root: string;

/** A plan whose backup is due each midnight; today's has run. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-due-'));
  await writeFile(join(root, 'plan.yaml'), PLAN);
  const golden = await readFile('test/fixtures/golden/v1-backup/judgement.json', 'utf8');
  const directory = stateDirectory({ MUSTER_STATE_DIR: root }).runDirectory('run-1');
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, 'judgement.json'),
    JSON.stringify({ ...JSON.parse(golden), plan: planOf(PLAN).name }),
  );
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function asked(options: Pick<DrillDueOptions, 'at' | 'since'>) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const terminal = plainTerminal(out, err);
  const state = stateDirectory({ MUSTER_STATE_DIR: root });
  const code = await drillDue({
    planFile: join(root, 'plan.yaml'),
    json: false,
    terminal,
    state,
    ...options,
  });
  err.end();
  return { code, said: await text(err) };
}

const threeDays = midnight.minus({ days: 2, hours: 12 }).toISO();

test('what was due and did not run is a finding, and proves nothing; the next look does not ask again', async () => {
  const { code, said } = await asked({ since: threeDays });
  expect(said).toBe(
    [2, 1].map((days) => `finding: backup of ${dayBefore(days)} UTC was due and did not run\n`).join('') +
      `nothing is due since ${dayBefore(3).slice(0, 11)}12:00 UTC\n`,
  );
  expect(code).toBe(2);
  expect(await asked({})).toMatchObject({ code: 0, said: expect.stringMatching(/^nothing is due since /) });
});

test('a present that is only asked about is no look: what did not run is found by the next one all the same', async () => {
  const first = await asked({ since: threeDays, at: DateTime.utc().toISO() });
  expect(first.said).toContain(`backup of ${dayBefore(1)} UTC was due and did not run`);
  expect((await asked({ since: threeDays })).said).toBe(first.said);
  await asked({ at: midnight.plus({ hours: 23, minutes: 59 }).toISO() });
  expect((await asked({})).code).toBe(0);
});

test('a pre-flight that was kept has run, and one that blocks still has', async () => {
  const plan = `${SMALL_PLAN}timeZone: UTC\ndrills:\n  preflight: { schedule: cron(0 0 * * ? *) }\n`;
  await writeFile(join(root, 'plan.yaml'), plan);
  const { name } = planOf(plan);
  const kept = directoryObjects(stateDirectory({ MUSTER_STATE_DIR: root }).kept);
  for (const days of [2, 0]) {
    const at = formatInstant((midnight.minus({ days }).toMillis() + 1000) * 1000);
    const result = PreflightResult.parse({
      schemaVersion: 1,
      kind: 'preflight',
      plan: name,
      planSha256: 'a'.repeat(64),
      at,
      result: 'blocked',
      gates: [],
      notAsked: [],
    });
    await kept.put(preflightKeys.result(result), JSON.stringify(result), { absent: true });
  }
  const { said } = await asked({ since: threeDays });
  expect(said).toBe(
    `finding: preflight of ${dayBefore(1)} UTC was due and did not run\nnothing is due since ${dayBefore(3).slice(0, 11)}12:00 UTC\n`,
  );
});
