import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usualDurations } from '../../../lib/cli/usual-durations.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

test('nothing is learned of a run that failed, or that somebody denied', async () => {
  const root = await mkdtemp(join(tmpdir(), 'muster-usual-'));
  try {
    const state = stateDirectory({ MUSTER_STATE_DIR: root });
    const { texts } = buildRunFixture({ holdSeconds: 4 });
    const directory = state.runDirectory('run-1');
    await mkdir(directory, { recursive: true });
    const failed = '"failure":{"state":"RequestApproval","error":"ApprovalDenied","cause":""}';
    const record = texts['record.ndjson'].replace('"failure":null', failed);
    expect(record).not.toBe(texts['record.ndjson']);
    await writeFile(join(directory, 'record.ndjson'), record);
    await writeFile(
      join(directory, 'judgement.json'),
      JSON.stringify(judgeRun({ directory, texts }, sha256)),
    );
    expect(await usualDurations(state, 'payments')).toEqual(new Map());
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('what is usual is the median of the latest runs of the plan, and of no other', async () => {
  const root = await mkdtemp(join(tmpdir(), 'muster-usual-'));
  try {
    const state = stateDirectory({ MUSTER_STATE_DIR: root });
    for (const holdSeconds of [2, 9, 4]) {
      const { texts } = buildRunFixture({ holdSeconds });
      const directory = state.runDirectory(`run-${holdSeconds}`);
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, 'record.ndjson'), texts['record.ndjson']);
      const judgement = judgeRun({ directory, texts }, sha256);
      await writeFile(join(directory, 'judgement.json'), JSON.stringify(judgement));
    }
    const usual = await usualDurations(state, 'payments');
    expect(Math.round(usual.get('Hold') ?? 0)).toBe(4);
    expect(await usualDurations(state, 'another')).toEqual(new Map());
    expect(
      await usualDurations(stateDirectory({ MUSTER_STATE_DIR: join(root, 'none') }), 'payments'),
    ).toEqual(new Map());
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
