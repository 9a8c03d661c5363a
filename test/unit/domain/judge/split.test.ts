import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, type Instant, parseInstant } from '../../../../lib/domain/instant.ts';
import { measureRun } from '../../../../lib/domain/judge/measure-run.ts';
import { phasesOf, splitOf } from '../../../../lib/domain/judge/phases.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';
import { longestDetectionSeconds } from '../../../../lib/domain/ledger/detection-rule.ts';
import { lookWords } from '../../../../lib/domain/record/pending-look.ts';
import { FailoverInput } from '../../../../lib/domain/run/failover-input.ts';
import { propertyRuns } from '../../../fakes/property-runs.ts';
import { buildRunFixture, type RunFixture } from '../../../fakes/run-fixture.ts';

const MS = 1_000;
const SECOND = 1_000 * MS;

/** A recovery of 24 seconds: each of the states from the stop of the jobs to the switch takes a fifth of it. */
const fixture = buildRunFixture({
  seed: 5,
  recoveryMs: 24_000,
  databases: { orders: 20 },
  serviceLagMs: 3_000,
});

type Instants = Readonly<Record<string, Readonly<Record<string, Instant | null>>>>;
interface Failure {
  readonly error: string;
  readonly at: Instant;
  readonly cause?: string;
}

/** The run with instants written into the outcomes of its states, and failures that the engine noted. */
function changed({ texts }: RunFixture, instants: Instants, failures: readonly Failure[] = []) {
  const entries = texts['record.ndjson']
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const { kind, state, data } of entries) {
    if (kind !== 'outcome' || !instants[state]) continue;
    const written = Object.entries(instants[state]).map(([name, at]) => [name, at && formatInstant(at)]);
    for (const target of data.databases ?? [data]) Object.assign(target, Object.fromEntries(written));
  }
  const noted = failures.map(({ at, ...failure }) => {
    const rest = { state: null, cause: null, type: 'TaskFailed', id: 900, ...failure };
    return { schemaVersion: 1, kind: 'history', ...rest, at: formatInstant(at) };
  });
  const lines = [...entries, ...noted].map((entry) => JSON.stringify(entry)).join('\n');
  return { ...texts, 'record.ndjson': `${lines}\n` };
}

function measured(texts: RunFixture['texts'], input = fixture.input) {
  const facts = readRun({ directory: '.', texts });
  const run = measureRun(input, facts);
  return { facts, run, split: splitOf(input, run, facts), phases: phasesOf(input, run, facts) };
}

const { facts, run } = measured(fixture.texts);
const at = (state: string) => facts.enteredAt(state) ?? Number.NaN;
const total = (run.recovery?.high ?? 0) - (run.disruption?.low ?? 0);
/** The fixture's input, with a health check and a time to live that together take so long. */
const followedIn = (followSeconds: number) => ({ ...fixture.input, followSeconds });
const micros = (seconds: number) => Math.round(seconds * 1e6);

test('without instants on record nothing can be shown to be waiting for AWS, and all of it is Muster’s', () => {
  const { split } = measured(fixture.texts);
  expect(split).toMatchObject({ awsSeconds: 0, humanSeconds: 0 });
  const detection = (fixture.timeline.detectedAt ?? 0) - (run.disruption?.low ?? 0);
  expect(micros(split.detectionSeconds)).toBe(detection);
  expect(micros(split.musterSeconds)).toBe(total - detection);
});

test('a promotion is waited for from its acceptance until the last look that found it pending began', () => {
  const asked = at('PromoteReplica') + 100 * MS;
  const pending = at('ProvePromotion') + 900 * MS;
  const { split } = measured(
    changed(fixture, {
      PromoteReplica: { requestedAt: asked, acceptedAt: asked + 50 * MS },
      ProvePromotion: { lastPendingAt: pending },
    }),
  );
  expect(micros(split.awsSeconds)).toBe(pending - asked);
});

test('what lies between the last look that found it pending and its proof is polling, and Muster’s', () => {
  const asked = at('PromoteReplica');
  const seen = (pending: Instant) =>
    measured(
      changed(fixture, {
        PromoteReplica: { requestedAt: asked, acceptedAt: asked },
        ProvePromotion: { lastPendingAt: pending },
      }),
    ).split.musterSeconds;
  const late = at('SwitchTraffic') - 10 * MS;
  expect(micros(seen(late - SECOND)) - micros(seen(late))).toBe(SECOND);
});

test('an attempt at the proof that failed shows its last look, by the words that the engine kept of it', () => {
  const asked = at('PromoteReplica');
  const accepted = { PromoteReplica: { requestedAt: asked, acceptedAt: asked } };
  const failure = (looked: Instant) => ({
    error: 'PromotionPending',
    at: at('ProvePromotion') + 900 * MS,
    cause: `orders-b: saw ${lookWords('still in recovery', looked)}; expected done`,
  });
  const texts = changed(fixture, accepted, [failure(asked + SECOND), failure(asked + 3 * SECOND)]);
  expect(micros(measured(texts).split.awsSeconds)).toBe(3 * SECOND);
  const wordless = { ...failure(asked + SECOND), cause: 'orders-b: saw no row acknowledged' };
  expect(measured(changed(fixture, accepted, [wordless])).split.awsSeconds).toBe(0);
});

test('refusals while the replica is backing up are waiting for AWS; the same failure elsewhere is not', () => {
  const first = at('PromoteReplica') + 10 * MS;
  const refused = (instant: Instant) => ({ error: 'PromotionRefused', at: instant });
  const texts = changed(fixture, {}, [refused(first), refused(first + 3_300 * MS)]);
  expect(micros(measured(texts).split.awsSeconds)).toBe(300 * MS);
  const before = changed(fixture, {}, [refused(first - 4 * SECOND), refused(first - 30 * MS)]);
  expect(measured(before).split.awsSeconds).toBe(0);
});

test('clients that are still led elsewhere after the switch wait for health check and DNS', () => {
  const switchedAt = at('SwitchTraffic') + 5 * MS;
  const texts = changed(fixture, { SwitchTraffic: { requestedAt: null, switchedAt } });
  const { split } = measured(texts, followedIn(90));
  const led = fixture.truth.recoveredAt - switchedAt;
  // The last failed attempt was sent at most a time-out and an interval before the first that went through.
  expect(micros(split.awsSeconds)).toBeLessThanOrEqual(led + 3 * SECOND);
  expect(micros(split.awsSeconds)).toBeGreaterThan(led - 200 * MS);
});

test('a service that answers, but ill, takes its own time: none of that is AWS’s', () => {
  const switchedAt = at('SwitchTraffic') + 5 * MS;
  const texts = changed(fixture, { SwitchTraffic: { requestedAt: null, switchedAt } });
  const health = (detail: string) => measured(saying(texts, detail), followedIn(90)).split;
  const silent = health('no answer within 1 s');
  const ill = health('HTTP 503');
  expect(silent.awsSeconds - ill.awsSeconds).toBeGreaterThan(2.5);
  expect(ill.musterSeconds - silent.musterSeconds).toBeCloseTo(silent.awsSeconds - ill.awsSeconds, 6);
});

/** What each failing check of a service is said to have seen. */
function saying(texts: RunFixture['texts'], detail: string) {
  const said = linesOf(texts['health.ndjson']).map((line) => (line.healthy ? line : { ...line, detail }));
  return { ...texts, 'health.ndjson': textOf(said) };
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const textOf = (lines: readonly object[]) => `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;

describe('once traffic was switched', () => {
  const switchedAt = at('SwitchTraffic') + 5 * MS;
  const switched = changed(fixture, { SwitchTraffic: { requestedAt: null, switchedAt } });
  const silent = saying(switched, 'no answer');
  const ill = saying(switched, 'HTTP 503');
  /** The ledger with some fields written into the attempts that failed after an instant. */
  const after = (instant: Instant, fields: (seconds: number) => object) => {
    const lines = linesOf(ill['ledger.ndjson']).map((line) => {
      const sent = parseInstant(line.sent);
      const isOne = sent > instant && line.outcome !== 'acknowledged';
      return isOne ? { ...line, ...fields((sent - instant) / SECOND) } : line;
    });
    return { ...ill, 'ledger.ndjson': textOf(lines) };
  };
  const oldServer = facts.outcome('PreFlight')?.databases[0]?.primary?.server;
  const newServer = facts.outcome('ProvePromotion')?.databases[0]?.server;
  const led = fixture.truth.recoveredAt - 3 * SECOND - switchedAt;

  test.each([
    ['the heartbeat', ill],
    ['a service', silent],
  ])('what reached nobody is AWS’s only for as long as health check and DNS take: %s', (_who, texts) => {
    expect(measured(texts, followedIn(1.5)).split.awsSeconds).toBe(1.5);
  });

  test('nothing is AWS’s where no settings of the switch are on record', () => {
    const stored = FailoverInput.parse({ ...fixture.input, followSeconds: undefined });
    expect(measured(silent, stored).split.awsSeconds).toBe(0);
  });

  test('an attempt that reached the promoted server, and failed there, has followed the switch', () => {
    const texts = after(switchedAt, (seconds) => (seconds > 1 && seconds < 1.1 ? { server: newServer } : {}));
    const { awsSeconds } = measured(texts, followedIn(90)).split;
    expect(awsSeconds).toBeGreaterThan(0.8);
    expect(awsSeconds).toBeLessThanOrEqual(1);
  });

  test('an attempt that the old server took is led there by AWS, however long it takes', () => {
    const { awsSeconds } = measured(
      after(switchedAt, () => ({ server: oldServer })),
      followedIn(0),
    ).split;
    expect(micros(awsSeconds)).toBeGreaterThan(led - 200 * MS);
  });

  test('a connection that was open before the switch stays where it leads, and that is not AWS’s', () => {
    const texts = after(switchedAt, () => ({ server: oldServer, connection: 0 }));
    expect(measured(texts, followedIn(0)).split.awsSeconds).toBe(0);
  });
});

test('the plan’s rule takes no longer than it may at most: what a heartbeat stood still is Muster’s', () => {
  const detected = (fixture.timeline.detectedAt ?? 0) + 20 * SECOND;
  const { split, phases } = measured(changed(fixture, { AwaitDetection: { at: detected } }));
  const { detect, heartbeat } = fixture.input;
  expect(split.detectionSeconds).toBeCloseTo(longestDetectionSeconds(detect, heartbeat), 6);
  expect(micros(split.detectionSeconds + split.musterSeconds)).toBe(total);
  expect(phases.reduce((sum, { seconds }) => sum + micros(seconds), 0)).toBe(total);
  expect(micros(phases[0]?.seconds ?? 0)).toBe(detected - (run.disruption?.low ?? 0));
});

test('what the engine waits for people is theirs, by its own history; asking them is not', () => {
  const asked = at('PromoteReplica');
  const COMMON = { schemaVersion: 1, kind: 'history', error: null, cause: null };
  const history = (id: number, type: string, { ms, state = null }: { ms: number; state?: string | null }) => {
    return { ...COMMON, id, type, state, at: formatInstant(asked + ms * MS) };
  };
  const between = (state: string) => [
    history(801, 'TaskStateEntered', { ms: 0, state }),
    history(802, 'TaskScheduled', { ms: 1 }),
    history(803, 'TaskSubmitted', { ms: 300 }),
    history(804, 'TaskTimedOut', { ms: 1_000 }),
    history(805, 'TaskStateEntered', { ms: 1_001, state }),
    history(806, 'TaskSubmitted', { ms: 1_100 }),
    history(807, 'TaskSucceeded', { ms: 2_000 }),
    history(808, 'TaskStateExited', { ms: 2_001, state }),
  ];
  const splitWith = (state: string) => {
    const lines = between(state).map((entry) => `${JSON.stringify(entry)}\n`);
    const record = `${fixture.texts['record.ndjson']}${lines.join('')}`;
    return measured({ ...fixture.texts, 'record.ndjson': record }).split;
  };
  const alone = measured(fixture.texts).split;
  for (const state of ['RequestApproval', 'RequestAcceptance', 'RequestDecision']) {
    const split = splitWith(state);
    expect(micros(split.humanSeconds)).toBe(1_600 * MS);
    expect(micros(split.musterSeconds)).toBe(micros(alone.musterSeconds) - 1_600 * MS);
  }
  expect(splitWith('AwaitDetection')).toEqual(alone);
});

test('whatever instants stand in a record, the parts add up to the reported time and none is negative', () => {
  const anywhere = fc.option(fc.integer({ min: -5_000, max: 40_000 }), { nil: null });
  const instants = fc.record({ requestedAt: anywhere, acceptedAt: anywhere, stoppedAt: anywhere });
  fc.assert(
    fc.property(instants, fc.tuple(anywhere, anywhere, anywhere), (call, [pending, switched, detected]) => {
      const start = run.disruption?.low ?? 0;
      const on = (ms: number | null) => ms && start + ms * MS;
      const texts = changed(fixture, {
        AwaitDetection: { at: on(detected) },
        StopBackgroundJobs: { requestedAt: on(call.requestedAt), stoppedAt: on(call.stoppedAt) },
        PromoteReplica: { requestedAt: on(call.requestedAt), acceptedAt: on(call.acceptedAt) },
        ProvePromotion: { lastPendingAt: on(pending) },
        SwitchTraffic: { requestedAt: on(call.stoppedAt), switchedAt: on(switched) },
      });
      const { split, phases } = measured(texts, followedIn(7));
      const parts = Object.values(split);
      expect(phases.reduce((sum, { awsSeconds }) => sum + micros(awsSeconds), 0)).toBe(
        micros(split.awsSeconds),
      );
      expect(phases.every(({ seconds, awsSeconds }) => awsSeconds >= 0 && awsSeconds <= seconds)).toBe(true);
      expect(parts.every((seconds) => seconds >= 0)).toBe(true);
      expect(parts.reduce((sum, seconds) => sum + micros(seconds), 0)).toBe(total);
    }),
    { numRuns: propertyRuns(40) },
  );
});

test('a run that was never recovered has no split to speak of', () => {
  const lost = buildRunFixture({ seed: 5, outage: false });
  const { split } = measured(lost.texts, lost.input);
  expect(Object.values(split).every((seconds) => seconds === 0)).toBe(true);
});
