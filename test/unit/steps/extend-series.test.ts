import { describe, expect, it } from 'vitest';
import { seriesKeys } from '../../../lib/domain/alarm/series-keys.ts';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { formatJudgement } from '../../../lib/domain/judge/judgement-text.ts';
import { makeExtendSeries } from '../../../lib/steps/extend-series.ts';
import { seriesTexts } from '../../../lib/steps/step/rpo-series.ts';
import { checkedRpo } from '../../fakes/checked-rpo.ts';
import { checkEvent, checkInput } from '../../fakes/check-run.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { allChangesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = checkEvent('ExtendSeries');
const SEALED_AT = '2026-03-01T12:00:05.000000Z';
const SEAL = { schemaVersion: 1, kind: 'seal', at: SEALED_AT, recordSha256: sha256(''), files: {} };
const texts = { 'record.ndjson': `${JSON.stringify(SEAL)}\n`, 'plan.yaml': 'name: orders\n' };
const judgement = judgeRun({ directory: '.', texts }, sha256);
const rpoMet = {
  ...judgement,
  kind: 'replication-check',
  rpo: { seconds: 0.02, lowSeconds: 0.01, highSeconds: 0.02, targetSeconds: 60 },
  databases: [],
  verdicts: Object.fromEntries(
    ['overall', 'drill', 'streams', 'rpo', 'content', 'buckets', 'canary', 'inventory', 'cleanup'].map(
      (part) => [part, 'met'],
    ),
  ),
  reasons: { rpo: 'next to nothing' },
};
const SEALED = { 'runs/run-1/files/record.ndjson': texts['record.ndjson'] };
const JUDGED = { ...SEALED, 'runs/run-1/files/judgement.json': JSON.stringify(rpoMet) };
const OWN = 'series/orders/rpo/20260301T120005.000000Z-run-1.json';
const RAISED = 'events/orders/rpo/20260301T120005.000000Z-OK-within-objective.json';

function before(...checks: readonly ReturnType<typeof checkedRpo>[]) {
  return Object.fromEntries(checks.map((check) => [seriesKeys.check(check), `${JSON.stringify(check)}\n`]));
}

describe('ExtendSeries', () => {
  it('adds what the check has found, and tells that the alarm has come to a state', async () => {
    const world = makeStepWorld({ texts: JUDGED });
    await makeExtendSeries(world)(event);
    expect(allChangesOf(world)).toEqual([`objects.put ${OWN}`, `objects.put ${RAISED}`]);
    expect(JSON.parse(world.objects.stored()[OWN] ?? '')).toEqual({
      schemaVersion: 1,
      plan: 'orders',
      run: 'run-1',
      scope: 'rehearsal',
      at: SEALED_AT,
      measuredAt: null,
      objectiveSeconds: 60,
      rpo: { lowSeconds: 0.01, highSeconds: 0.02 },
      databases: [],
      verdict: 'met',
      reason: 'next to nothing',
    });
    expect(JSON.parse(world.objects.stored()[RAISED] ?? '')).toMatchObject({
      source: 'muster',
      'detail-type': 'RPO Alarm State Change',
      time: SEALED_AT,
      detail: {
        state: { value: 'OK' },
        previousState: { value: 'INSUFFICIENT_DATA' },
        check: { run: 'run-1' },
      },
    });
  });

  it('tells nothing where nothing has changed', async () => {
    const earlier = checkedRpo(NOON - 60e6, 'met');
    const world = makeStepWorld({ texts: { ...JUDGED, ...before(earlier) } });
    // The change of the earlier check has its event.
    await makeExtendSeries(world)(event);
    await makeExtendSeries(world)(event);
    const events = Object.keys(world.objects.stored()).filter((key) => key.startsWith('events/'));
    expect(events).toEqual([RAISED.replace('20260301T120005', '20260301T115900')]);
    expect(await seriesTexts(world.objects, { plan: 'orders', until: NOON })).toMatchObject({
      texts: [expect.stringContaining('"verdict":"met"'), expect.stringContaining('"run":"run-1"')],
      isWhole: true,
    });
  });

  it('tells also what somebody else came to and did not live to tell: a check that did not run', async () => {
    const run = { ...checkInput(), schedule: { expression: 'cron(* * * * ? *)', timeZone: 'UTC' } };
    const world = makeStepWorld({ texts: { ...JUDGED, ...before(checkedRpo(NOON - 300e6, 'met')) } });
    await makeExtendSeries(world)({ ...event, run });
    expect(Object.keys(world.objects.stored()).filter((key) => key.startsWith('events/'))).toEqual([
      'events/orders/rpo/20260301T115500.000000Z-OK-within-objective.json',
      'events/orders/rpo/20260301T115700.000000Z-ALARM-did-not-run.json',
      RAISED,
    ]);
  });

  it('tells nothing late: whoever goes by the last event that came would take it for what is', async () => {
    const run = { ...checkInput(), schedule: { expression: 'cron(* * * * ? *)', timeZone: 'UTC' } };
    const world = makeStepWorld({
      texts: { ...JUDGED, ...before(checkedRpo(NOON - 300e6, 'met')), [RAISED]: '{}\n' },
    });
    await makeExtendSeries(world)({ ...event, run });
    expect(allChangesOf(world)).toEqual([`objects.put ${OWN}`]);
  });

  it('adds a check that was not judged as one that has proven nothing', async () => {
    const world = makeStepWorld({ texts: SEALED });
    await makeExtendSeries(world)(event);
    expect(JSON.parse(world.objects.stored()[OWN] ?? '')).toMatchObject({
      rpo: null,
      verdict: 'inconclusive',
      reason: 'the check was not judged',
    });
    expect(Object.keys(world.objects.stored()).at(-1)).toMatch(/-INSUFFICIENT_DATA-proved-nothing\.json$/);
  });

  it('refuses a judgement of another kind', async () => {
    const world = makeStepWorld({
      texts: { ...SEALED, 'runs/run-1/files/judgement.json': formatJudgement(judgement) },
    });
    await expect(makeExtendSeries(world)(event)).rejects.toThrow(/replication-check/);
    expect(allChangesOf(world)).toEqual([]);
  });

  it('writes nothing on a dry run', async () => {
    const world = makeStepWorld({ texts: JUDGED });
    await makeExtendSeries(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });

  it('rests on the newest hundred checks, and tells no change of the first of them', async () => {
    const old = Array.from({ length: 120 }, (_, index) => checkedRpo(NOON - (121 - index) * 60e6, 'missed'));
    const world = makeStepWorld({ texts: { ...JUDGED, ...before(...old) } });
    await makeExtendSeries(world)(event);
    expect(Object.keys(world.objects.stored()).filter((key) => key.startsWith('events/'))).toEqual([RAISED]);
    const { texts: newest, isWhole } = await seriesTexts(world.objects, { plan: 'orders', until: NOON });
    expect([newest.length, isWhole]).toEqual([100, false]);
  });
});
