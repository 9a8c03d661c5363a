import { describe, expect, it } from 'vitest';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { NoticeReceipt } from '../../../lib/domain/notice/notice.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import type { HistoryEvent } from '../../../lib/domain/record/history-event.ts';
import type { Workflows } from '../../../lib/ports/workflows.ts';
import { makeHeraldSegment } from '../../../lib/steps/herald-segment.ts';
import { makeFakeNotifier } from '../../fakes/fake-notifier.ts';
import { heraldInputWith, MET, TOPIC } from '../../fakes/herald-input.ts';
import { makeManualClock, NOON } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { runHistory, WHOLE_WAY } from '../../fakes/run-history.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const OTHER = 'arn:aws:sns:eu-central-1:111122223333:managers';
const TOLD = ['started', 'declared', 'fenced', 'promoted', 'switched', 'verified', 'done'];

/** A run that goes its whole way, a second a state, on the test's clock. */
function makeWorld(startedAt = NOON) {
  const clock = makeManualClock(startedAt);
  const objects = makeMemoryObjects({ [runKeys.file('run-1', 'judgement.json')]: JSON.stringify(MET) });
  const whole = runHistory(WHOLE_WAY, { startedAt, end: 'ExecutionSucceeded' });
  const seen = (): readonly HistoryEvent[] => whole.filter(({ at }) => at <= clock.now());
  const workflows: Workflows = {
    ...makeStepWorld().workflows,
    status: async () => (seen().length === whole.length ? 'SUCCEEDED' : 'RUNNING'),
    history: async (_arn, after = 0) => seen().filter(({ id }) => id > after),
  };
  return { clock, objects, workflows, notifier: makeFakeNotifier() };
}

type World = ReturnType<typeof makeWorld>;

const tell = (world: World, input = heraldInputWith()) =>
  world.clock.drive(makeHeraldSegment(world)({ input }));
const toldBy = ({ notifier }: World, topic = TOPIC) =>
  notifier.accepted.filter((one) => one.topic === topic).map(({ id }) => id.replace(/^run-1-\d+-/, ''));
const receipts = ({ objects }: World) =>
  Object.entries(objects.stored())
    .filter(([key]) => key.startsWith(runKeys.notices('run-1')))
    .map(([, text]) => NoticeReceipt.parse(JSON.parse(text)));

describe('the herald', () => {
  it('tells of a run while it goes on, in order, and ends with it', async () => {
    const world = makeWorld();
    const segment = makeHeraldSegment(world)({ input: heraldInputWith() });
    await world.clock.advance(8_000);
    expect(toldBy(world)).toEqual(['started', 'declared']);
    expect(await world.clock.drive(segment)).toEqual({ more: false, waitUntil: null });
    expect(toldBy(world)).toEqual(TOLD);
    expect(world.notifier.accepted.at(-1)?.subject).toBe('DRILL failover orders: MET');
    expect(receipts(world).map(({ sent, problems }) => [sent.length, problems])).toEqual(
      TOLD.map(() => [1, []]),
    );
  });

  it('sends nothing again in the next segment, or when it is called twice', async () => {
    const world = makeWorld();
    await tell(world);
    await tell(world);
    expect(toldBy(world)).toEqual(TOLD);
  });

  it('sends again what it died with, between the message and its receipt: once too often, and none is lost', async () => {
    const world = makeWorld();
    let deaths = 0;
    const dying = {
      ...world,
      objects: {
        ...world.objects,
        put: async (...put: Parameters<typeof world.objects.put>) => {
          const [key, , condition] = put;
          if (key.includes('declared') && condition && 'etag' in condition && deaths++ === 0)
            throw new Error('the process died');
          return world.objects.put(...put);
        },
      },
    };
    await expect(world.clock.drive(makeHeraldSegment(dying)({ input: heraldInputWith() }))).rejects.toThrow(
      'died',
    );
    await tell(world);
    expect(toldBy(world)).toEqual(['started', 'declared', ...TOLD.slice(1)]);
    const ids = world.notifier.accepted.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length - 1);
  });

  it('reaches the other topics while one is silent, and that one when it answers again', async () => {
    const world = makeWorld();
    const input = heraldInputWith({ topics: [OTHER, TOPIC] });
    const silent = new RegionUnreachable({ subject: OTHER, seen: 'TimeoutError', limit: 'an answer' });
    world.notifier.failing(OTHER, silent);
    const segment = makeHeraldSegment(world)({ input });
    await world.clock.advance(21_000);
    expect(toldBy(world)).toEqual(TOLD);
    expect(toldBy(world, OTHER)).toEqual([]);
    expect(receipts(world)[0]?.problems).toEqual([{ topic: OTHER, problem: silent.message }]);
    world.notifier.failing(OTHER, null);
    expect(await world.clock.drive(segment)).toEqual({ more: false, waitUntil: null });
    expect(toldBy(world, OTHER)).toEqual(TOLD);
    expect(receipts(world).map(({ sent }) => sent.length)).toEqual(TOLD.map(() => 2));
  });

  it('gives a topic up that never answers, a quarter of an hour after the end', async () => {
    const world = makeWorld();
    world.notifier.failing(TOPIC, new Error('no such topic'));
    for (let more = true; more; ) ({ more } = await tell(world));
    const minutes = (world.clock.now() - NOON) / 60e6;
    expect(minutes).toBeGreaterThan(15);
    expect(minutes).toBeLessThan(17);
    expect(receipts(world).every(({ problems }) => problems[0]?.problem === 'no such topic')).toBe(true);
  });

  it('asks for the next segment in time, and looks again where nobody answered', async () => {
    const world = makeWorld();
    let looks = 0;
    const workflows = {
      ...world.workflows,
      status: async () => {
        if (looks++ % 2 === 0) throw new RegionUnreachable({ subject: 's', seen: 'x', limit: 'y' });
        return 'RUNNING';
      },
    };
    const started = world.clock.now();
    const input = heraldInputWith();
    expect(await world.clock.drive(makeHeraldSegment({ ...world, workflows })({ input }))).toEqual({
      more: true,
      waitUntil: null,
    });
    expect((world.clock.now() - started) / 1e6).toBe(240);
    expect(toldBy(world)).toEqual(TOLD.slice(0, -1));
  });

  it('has the state machine wait for the end of quiet hours, and tells a drill then', async () => {
    const world = makeWorld(parseInstant('2026-03-01T23:00:00.000000Z'));
    const input = heraldInputWith({ quietHours: { from: '22:00', to: '07:00' } });
    expect(await tell(world, input)).toEqual({ more: true, waitUntil: '2026-03-02T06:00:00Z' });
    expect(world.notifier.accepted).toEqual([]);
    await world.clock.advance(7 * 3600 * 1000);
    expect(await tell(world, input)).toEqual({ more: false, waitUntil: null });
    expect(world.notifier.accepted.map(({ subject }) => subject)).toEqual([
      'DRILL failover orders: 7 held in quiet hours',
    ]);
  });

  it('tells a real event in quiet hours as at any other time', async () => {
    const world = makeWorld(parseInstant('2026-03-01T23:00:00.000000Z'));
    const quietHours = { from: '22:00', to: '07:00' };
    expect(await tell(world, heraldInputWith({ quietHours }, { scope: 'real' }))).toMatchObject({
      more: false,
    });
    expect(toldBy(world)).toEqual(TOLD);
  });

  it('ends when there is no such execution', async () => {
    const world = makeWorld();
    const workflows = { ...world.workflows, status: async () => null };
    expect(await makeHeraldSegment({ ...world, workflows })({ input: heraldInputWith() })).toEqual({
      more: false,
      waitUntil: null,
    });
  });
});
