import { describe, expect, it } from 'vitest';
import { formatInstant, type Instant } from '../../../../lib/domain/instant.ts';
import type { RunFacts } from '../../../../lib/domain/judge/run-facts.ts';
import { switchWaits } from '../../../../lib/domain/judge/switch-waits.ts';
import type { TimedAttempt } from '../../../../lib/domain/measurement/timed-attempt.ts';
import { measuredRun } from '../../../fakes/measured-run.ts';

const { input, run, database, service, seeing, withDatabase } = measuredRun();
const outage = database.outage ?? expect.unreachable('the fixture has an outage');
const recovered = outage.recovered ?? expect.unreachable('the fixture recovers');
const END = recovered.sent;
const SECOND = 1_000_000;
/** Two seconds before the first heartbeat was sent that got through. */
const SWITCHED = END - 2 * SECOND;
const OLD = 'the old primary';
const NEW = recovered.server ?? expect.unreachable('it was answered');
const LONG = { ...input, followSeconds: 60 };

const switched = (
  facts: RunFacts = seeing('SwitchTraffic', { switchedAt: formatInstant(SWITCHED) }),
): RunFacts => ({
  ...facts,
  health: [],
  outcome: Object((state: 'PreFlight') => {
    const outcome = facts.outcome(state);
    if (state !== 'PreFlight' || !outcome) return outcome;
    const databases = outcome.databases.map((one) => ({ ...one, primary: { ...one.primary, server: OLD } }));
    return { ...outcome, databases };
  }),
});

interface Tried {
  readonly at: Instant;
  readonly server?: string;
  readonly connection?: number;
}

const tried = ({ at, server, connection = 0 }: Tried): TimedAttempt => ({
  ...recovered,
  sent: at,
  server: server ?? null,
  connection,
});

/** What was waited for when clients tried this after, and before, the switch. */
function waited(attempts: readonly Tried[], wanted = LONG, facts = switched()) {
  const all = [...attempts.map(tried), recovered];
  return switchWaits(wanted, withDatabase({ attempts: all }), facts)
    .filter(({ from, to }) => from !== null && to !== null)
    .map(({ from, to }) => [Number(from) - SWITCHED, Number(to) - SWITCHED]);
}

describe('clients follow the switch', () => {
  it('until the last attempt before one reached the promoted server', () => {
    const tries = [
      { at: SWITCHED + 10 },
      { at: SWITCHED + 30 },
      { at: SWITCHED + 50, server: NEW },
      { at: SWITCHED + 70 },
    ];
    expect(waited(tries)).toEqual([[0, 30]]);
    expect(waited(tries.slice(0, 2))).toEqual([[0, 30]]);
  });

  it('but no longer than health check and time to live take', () => {
    expect(waited([{ at: SWITCHED + SECOND }], { ...input, followSeconds: 0.5 })).toEqual([[0, SECOND / 2]]);
  });

  it('which is no wait before the switch, at it, or once one got through', () => {
    expect(waited([{ at: SWITCHED - 10 }, { at: SWITCHED }])).toEqual([]);
    expect(waited([{ at: END + 10 }])).toEqual([]);
    expect(waited([{ at: SWITCHED + 10, server: NEW }, { at: SWITCHED + 30 }])).toEqual([]);
  });

  it('where traffic was switched, and where somebody got through at all', () => {
    const never = seeing('SwitchTraffic', { switchedAt: undefined });
    expect(switchWaits(LONG, run, { ...never, outcome: () => null })).toEqual([]);
    const lost = withDatabase({
      attempts: [tried({ at: SWITCHED + 10 })],
      outage: { ...outage, recovered: null },
    });
    const known = switchWaits(LONG, lost, switched()).filter(({ to }) => to !== null);
    expect(known).toEqual([]);
    expect(switchWaits(LONG, withDatabase({ outage: null }), switched()).every(({ to }) => to === null)).toBe(
      true,
    );
  });
});

describe('clients are led to the old primary', () => {
  const none = { ...input, followSeconds: 0 };
  const led = (tries: readonly Tried[], facts = switched()) =>
    waited(tries, none, facts).filter(([, to = 0]) => to > 0);

  it('until the last attempt that it took on a connection of after the switch, however long that is', () => {
    const tries = [
      { at: SWITCHED + 10, server: OLD, connection: 7 },
      { at: SWITCHED + SECOND, server: OLD, connection: 7 },
      { at: SWITCHED + SECOND + 5, server: 'another', connection: 7 },
    ];
    expect(led(tries)).toEqual([[0, SECOND]]);
  });

  it('which a connection that was open before says nothing of', () => {
    const open = { at: SWITCHED, server: OLD, connection: 3 };
    expect(led([open, { ...open, at: SWITCHED + 10 }])).toEqual([]);
    expect(led([{ ...open, at: SWITCHED + 10, connection: 4 }])).toEqual([[0, 10]]);
  });

  it('nor does an attempt that was sent when another had got through', () => {
    expect(led([{ at: END, server: OLD, connection: 8 }])).toEqual([]);
    expect(led([{ at: END - 1, server: OLD, connection: 8 }])).toEqual([[0, 2 * SECOND - 1]]);
  });

  it('where it is known which server it was, and that it is not the promoted one', () => {
    const tries = [{ at: SWITCHED + 10, server: OLD, connection: 7 }];
    const unknown = {
      ...switched(),
      outcome: Object((state: string) => (state === 'SwitchTraffic' ? switchedAt() : null)),
    };
    expect(led(tries, unknown)).toEqual([]);
    const proven = switched(seeing('SwitchTraffic', { switchedAt: formatInstant(SWITCHED) }));
    const proof = proven.outcome('ProvePromotion') ?? expect.unreachable('the fixture proves it');
    const same = proof.databases.map((one) => ({ ...one, server: OLD }));
    const outcome = (state: 'PreFlight' | 'ProvePromotion') =>
      state === 'ProvePromotion' ? { ...proof, databases: same } : proven.outcome(state);
    expect(led(tries, { ...proven, outcome: Object(outcome) })).toEqual([]);
  });

  function switchedAt() {
    return seeing('SwitchTraffic', { switchedAt: formatInstant(SWITCHED) }).outcome('SwitchTraffic');
  }
});

describe('services are reached', () => {
  const check = (at: Instant, change: object = {}) => ({
    schemaVersion: 1 as const,
    service: service.service.name,
    sent: formatInstant(at),
    answered: formatInstant(at + 5),
    healthy: false,
    detail: 'connect ECONNREFUSED',
    ...change,
  });
  const reached = (health: RunFacts['health'], wanted = LONG, measured = run) =>
    switchWaits(wanted, { ...measured, databases: [] }, { ...switched(), health }).map(({ from, to }) => [
      Number(from) - SWITCHED,
      Number(to) - SWITCHED,
    ]);
  const RECOVERED = run.recovery?.high ?? expect.unreachable('the run recovers');

  it('until the last check that nothing answered, as far as the settings explain it', () => {
    expect(reached([check(SWITCHED + 10), check(SWITCHED + 40), check(SWITCHED + 20)])).toEqual([[0, 40]]);
    expect(reached([check(SWITCHED + SECOND)], { ...input, followSeconds: 0.5 })).toEqual([[0, SECOND / 2]]);
    expect(reached([check(RECOVERED - 1)])).toHaveLength(1);
  });

  it('of which an answer is none, however ill, nor a check after the recovery', () => {
    expect(reached([check(SWITCHED + 10, { detail: 'HTTP 503' })])).toEqual([]);
    expect(reached([check(SWITCHED + 10, { healthy: true })])).toEqual([]);
    expect(reached([check(RECOVERED)])).toEqual([]);
    expect(reached([])).toEqual([]);
  });

  it('where they are required, in a run that recovered', () => {
    const optional = {
      ...run,
      services: run.services.map((one) => ({ ...one, service: { ...one.service, required: false } })),
    };
    expect(reached([check(SWITCHED + 10)], LONG, optional)).toEqual([]);
    expect(reached([check(SWITCHED + 10)], LONG, { ...run, recovery: null })).toEqual([]);
    expect(reached([check(SWITCHED + 10, { service: 'another' })])).toEqual([]);
  });
});
