import { describe, expect, test } from 'vitest';
import { OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import { planKeys } from '../../../lib/domain/run/run-keys.ts';
import { unfinishedRuns } from '../../../lib/cli/unfinished-runs.ts';
import { breachesAtRest } from '../../model/at-rest.ts';
import type { ModelPorts } from '../../model/environment.ts';
import { deniedPreemption } from '../../model/finisher.ts';
import { makeEngine, type ModelAws } from '../../model/model-aws.ts';
import { AWAY, HOME } from '../../model/model-world.ts';
import { isServed, PLAN } from '../../model/serving.ts';
import { endWatch } from '../../model/standing-watch.ts';

const engine = makeEngine();

const noLogin = ({ world }: ModelAws) => world.instances.find(({ region }) => region === HOME)?.noLogin;
const jobs = ({ world }: ModelAws) => world.buckets[AWAY]?.get(planKeys.jobs(PLAN))?.text ?? '{}';

async function atRest(aws: ModelAws): Promise<readonly string[]> {
  endWatch(aws);
  await aws.world.clock.rest(24);
  return aws.world.clock.drive(breachesAtRest(aws, 'real', null));
}

describe('a real failover that is denied after it has pre-empted a drill which had fenced by SQL', () => {
  test('takes back what the drill has withheld and stopped, and the drill is finished by it', async () => {
    const aws = await deniedPreemption(engine);
    const { world, access } = aws;
    expect(world.outcomes.has('real/FenceOldPrimary')).toBe(false);
    expect(OUTCOMES.ReturnRegion.parse(world.outcomes.get('real/ReturnRegion'))).toMatchObject({
      databases: [{ id: 'orders', fence: 'lifted' }],
      jobsStarted: true,
    });
    expect(noLogin(aws)).toEqual([]);
    expect(JSON.parse(jobs(aws))).toMatchObject({ stopped: [], run: 'real' });
    expect(isServed(world)).toBe(true);
    await world.clock.drive(aws.clean());
    expect(await world.clock.drive(unfinishedRuns(access))).toEqual([]);
    expect(await atRest(aws)).toEqual([]);
  });

  test('says what is left where it cannot, keeps its lock, and is finished by `muster clean`', async () => {
    let isRefused = true;
    const aws = await deniedPreemption(engine, (ports: ModelPorts) => {
      const { sessions } = ports;
      const admit: typeof sessions.admit = (...given) =>
        isRefused ? Promise.reject(new Error('not authorized')) : sessions.admit(...given);
      return { ...ports, sessions: { ...sessions, admit } };
    });
    const { world, access } = aws;
    const left = await world.clock.drive(unfinishedRuns(access));
    expect(left.find(({ run }) => run === 'real')).toMatchObject({
      leftBehind: [
        expect.stringContaining('the fence of orders-north in eu-north-1 may still be in force'),
        expect.stringContaining('jobs may be stopped'),
      ],
      heldLocks: ['recovery', 'primary'],
    });
    isRefused = false;
    await world.clock.drive(aws.clean());
    expect(noLogin(aws)).toEqual([]);
    expect(await world.clock.drive(unfinishedRuns(access))).toEqual([]);
    expect(await atRest(aws)).toEqual([]);
  });

  test('would leave users unserved if it did not look what the drill had done', async () => {
    const aws = await deniedPreemption(engine, (ports: ModelPorts) => {
      const { record } = ports;
      const entries: typeof record.entries = async (run) => (run === 'drill' ? [] : record.entries(run));
      return { ...ports, record: { ...record, entries } };
    });
    expect(noLogin(aws)).toEqual(['app', 'heartbeat']);
    expect(isServed(aws.world)).toBe(false);
  });
});
