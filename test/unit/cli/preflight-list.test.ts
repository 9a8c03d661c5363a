import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { directoryObjects } from '../../../lib/cli/directory-objects.ts';
import { listPreflights } from '../../../lib/cli/preflight-list.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { preflightKeys, type PreflightResult } from '../../../lib/domain/preflight/preflight-result.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-preflights-'));
  await writeFile(join(root, 'plan.yaml'), SMALL_PLAN);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function listed(): Promise<string> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const terminal = plainTerminal(out, err);
  const state = stateDirectory({ MUSTER_STATE_DIR: root });
  expect(await listPreflights({ planFile: join(root, 'plan.yaml'), json: false, terminal, state })).toBe(0);
  out.end();
  return text(out);
}

function resultOf(at: string, result: PreflightResult['result']): PreflightResult {
  const gate = { name: 'replica usable', subject: 'a', seen: 's', limit: 'l', remedy: null };
  return {
    schemaVersion: 1,
    kind: 'preflight',
    plan: planOf(SMALL_PLAN).name,
    planSha256: 'a'.repeat(64),
    at,
    result,
    gates: [{ ...gate, result }],
    notAsked: [],
  };
}

it('lists what was kept, the newest first, with what was wrong; what cannot be read is passed over', async () => {
  expect(await listed()).toContain('`npx muster preflight --keep` keeps one');
  const kept = directoryObjects(stateDirectory({ MUSTER_STATE_DIR: root }).kept);
  const older = resultOf('2026-03-01T12:00:00.000000Z', 'passed');
  const newer = resultOf('2026-03-02T12:00:00.000000Z', 'blocked');
  for (const result of [older, newer])
    await kept.put(preflightKeys.result(result), JSON.stringify(result), { absent: true });
  await kept.put(`${preflightKeys.results(older.plan)}20260303T120000.000000Z.json`, 'none', {
    absent: true,
  });

  expect((await listed()).split('\n').map((line) => line.trimEnd())).toEqual([
    '2026-03-02 12:00:00 UTC  blocked  replica usable (a)',
    '2026-03-01 12:00:00 UTC  passed',
    '',
  ]);
});
