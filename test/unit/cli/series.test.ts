import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptSeries } from '../../../lib/cli/kept-series.ts';
import { series } from '../../../lib/cli/series.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { seriesKeys } from '../../../lib/domain/alarm/series-keys.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import type { Verdict } from '../../../lib/domain/run/judgement-parts.ts';
import { addCheck, readAlarm, tellAlarm } from '../../../lib/steps/step/rpo-series.ts';
import { checkedRpo } from '../../fakes/checked-rpo.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

let root: string;
const state = () => stateDirectory({ MUSTER_STATE_DIR: root });

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-series-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** A plan whose checks are due every hour, and what the last of them found at one minute past noon. */
async function ended(verdict: Verdict): Promise<string> {
  const plan = await readFile('drills/plans/orders.yaml', 'utf8');
  const file = join(root, 'plan.yaml');
  await writeFile(file, `${plan}\n  replication-check: { schedule: cron(0 * * * ? *) }\n`);
  const check = checkedRpo(parseInstant('2026-03-01T12:01:00.000000Z'), verdict, { run: 'run-1' });
  const path = join(state().kept, seriesKeys.check(check));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(check)}\n`);
  return file;
}

async function shown(file: string, at: string, json = false) {
  let text = '';
  const out = { write: (part: string) => (text += part) };
  // A stream is asked for, of which the command only writes to.
  const terminal = { out: Object.assign(Object.create(process.stdout), out) };
  const code = await series({ file, json, at, terminal, state: state() });
  return { code, text };
}

test.each([
  ['met', 0, 'OK'],
  ['missed', 1, 'ALARM'],
  ['inconclusive', 2, 'INSUFFICIENT_DATA'],
] as const)('a check that was %s ends with %i', async (verdict, code, value) => {
  const { text, ...end } = await shown(await ended(verdict), '2026-03-01T12:30Z');
  expect(end.code).toBe(code);
  expect(text).toContain(`RPO alarm: ${value} since 2026-03-01 12:01:00 UTC: it was ${verdict}\n`);
});

test('a check that did not run is in ALARM, and has a row', async () => {
  const { text, code } = await shown(await ended('met'), '2026-03-01T14:10Z');
  expect(code).toBe(2);
  expect(text).toBe(`orders: what a loss would have cost, as each geo-replication check found it

CHECKED (UTC)        LOSS AT MOST  OBJECTIVE  VERDICT  RUN
2026-03-01 12:01:00  20 ms         1 min      met      run-1
2026-03-01 14:00:00  –             –          none     due 2026-03-01 13:00:00 UTC, did not run

RPO alarm: ALARM since 2026-03-01 14:00:00 UTC: the check that was due at 2026-03-01 13:00 UTC left no result by 2026-03-01 14:00 UTC, when the next was due
`);
});

test('the same for programs', async () => {
  const { text } = await shown(await ended('met'), '2026-03-01T14:10Z', true);
  expect(JSON.parse(text)).toMatchObject({
    schemaVersion: 1,
    plan: 'orders',
    alarm: { value: 'ALARM', cause: 'did-not-run' },
    checks: [{ run: 'run-1', verdict: 'met' }],
    didNotRun: ['2026-03-01T13:00:00.000000Z'],
    events: [{ detail: { state: { value: 'OK' } } }, { detail: { state: { value: 'ALARM' } } }],
  });
});

test('without any check nothing is known, and how to make one is said', async () => {
  const { text, code } = await shown('drills/plans/orders.yaml', '2026-03-01T14:10Z');
  expect(code).toBe(2);
  expect(text).toContain(
    'RPO alarm: INSUFFICIENT_DATA: no check has left a result yet; `npx muster drill replication-check --plan drills/plans/orders.yaml` makes one\n',
  );
});

test('a series goes on from one bucket to the next, and each event is taken once', async () => {
  const kept = keptSeries(state(), 'orders');
  const noon = parseInstant('2026-03-01T12:00:00.000000Z');
  const asked = { plan: 'orders', schedule: null, until: noon + 60e6 };
  const first = makeMemoryObjects();
  await addCheck(first, checkedRpo(noon, 'met'));
  await tellAlarm(first, 'orders', await readAlarm(first, asked));
  expect((await kept.takeFrom(first)).map(({ detail }) => detail.state.value)).toEqual(['OK']);
  expect(await kept.takeFrom(first)).toEqual([]);

  const second = makeMemoryObjects();
  await kept.bringTo(second);
  await kept.bringTo(second);
  await addCheck(second, checkedRpo(noon + 60e6, 'missed'));
  expect(await tellAlarm(second, 'orders', await readAlarm(second, asked))).toHaveLength(1);
  expect((await kept.takeFrom(second)).map(({ detail }) => detail.state.value)).toEqual(['ALARM']);
  expect(await readAlarm(kept.objects, asked)).toEqual(await readAlarm(second, asked));
});
