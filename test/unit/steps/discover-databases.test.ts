import { describe, expect, it } from 'vitest';
import { OUTCOMES, type OutcomeOf } from '../../../lib/domain/record/outcomes.ts';
import { RegionUnreachable, ReplicaNotFound, ThrottledUnknown } from '../../../lib/domain/failure.ts';
import type { InstanceRef } from '../../../lib/ports/databases.ts';
import { makeDiscoverDatabases } from '../../../lib/steps/discover-databases.ts';
import { makeFakeDatabases, PRIMARY } from '../../fakes/fake-databases.ts';
import { runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld, type StepWorld } from '../../fakes/step-world.ts';

const event = stepEvent('DiscoverDatabases');

function failingIn(world: StepWorld, { region, error }: { region: string; error: Error }) {
  const describeInstance = (ref: InstanceRef) =>
    ref.region === region ? Promise.reject(error) : world.databases.describe(ref);
  return { ...world, databases: { ...world.databases, describe: describeInstance } };
}

const silent = new RegionUnreachable({ subject: 'RDS', seen: 'TimeoutError', limit: 'an answer within 2 s' });

describe('DiscoverDatabases', () => {
  it('says where primary and replica stand, as each region itself says', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeDiscoverDatabases(world)(event);
    expect(outcome).toEqual({
      databases: [
        {
          id: 'orders',
          primary: { host: '10.0.0.1', port: 5432, securityGroups: ['sg-0a0a0a0a'] },
          replica: { host: '10.1.0.1', port: 5432 },
        },
      ],
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('leaves the primary out when its region is silent', async () => {
    const world = failingIn(makeStepWorld(), { region: 'eu-north-1', error: silent });
    expect((await makeDiscoverDatabases(world)(event)).outcome).toEqual({
      databases: [
        { id: 'orders', primary: null, notSeen: silent.message, replica: { host: '10.1.0.1', port: 5432 } },
      ],
    });
  });

  it('gives a region sooner up in a real run that did not reach its lock either, and only then', async () => {
    const notTaken = [{ site: 'north', reason: 'silent' }];
    const AcquireLock = { ...SEEN.AcquireLock, alsoTaken: [], notTaken };
    const hostIn = async (scope: 'real' | 'rehearsal', lock: OutcomeOf<'AcquireLock'>) => {
      const dark = stepEvent('DiscoverDatabases', { AcquireLock: lock });
      const { outcome } = await makeDiscoverDatabases(makeStepWorld())({ ...dark, run: runInput({ scope }) });
      return OUTCOMES.DiscoverDatabases.parse(outcome).databases[0]?.primary?.host;
    };
    // The host is that which those databases know that are asked hastily.
    await expect(hostIn('real', AcquireLock)).resolves.toBe('10.0.0.99');
    await expect(hostIn('real', SEEN.AcquireLock)).resolves.toBe('10.0.0.1');
    await expect(hostIn('rehearsal', AcquireLock)).resolves.toBe('10.0.0.1');
  });

  it('fails when the recovery region is silent', async () => {
    const world = failingIn(makeStepWorld(), { region: 'eu-west-1', error: silent });
    await expect(makeDiscoverDatabases(world)(event)).rejects.toBe(silent);
  });

  it('does not take a throttled answer for a silent region', async () => {
    const error = new ThrottledUnknown({ subject: 'RDS', seen: 'Throttling', limit: 'an answer' });
    const world = failingIn(makeStepWorld(), { region: 'eu-north-1', error });
    await expect(makeDiscoverDatabases(world)(event)).rejects.toBe(error);
  });

  it.each([
    new ThrottledUnknown({ subject: 'RDS', seen: 'InternalFailure', limit: 'an answer' }),
    new ReplicaNotFound({ subject: 'RDS', seen: 'no instance orders-north', limit: 'one' }),
  ])('goes on in a real run with what could not be seen noted: $name', async (error) => {
    const real = { ...event, run: runInput({ scope: 'real' }) };
    const lost = failingIn(makeStepWorld(), { region: 'eu-north-1', error });
    const { outcome } = await makeDiscoverDatabases(lost)(real);
    expect(outcome).toMatchObject({ databases: [{ primary: null, notSeen: error.message }] });
    await expect(makeDiscoverDatabases(lost)(event)).rejects.toBe(error);
    const recovery = failingIn(makeStepWorld(), { region: 'eu-west-1', error });
    await expect(makeDiscoverDatabases(recovery)(real)).rejects.toBe(error);
  });

  it('fails when the replica is not known', async () => {
    const world = makeStepWorld();
    const databases = makeFakeDatabases(world.journal, [PRIMARY]);
    await expect(makeDiscoverDatabases({ ...world, databases })(event)).rejects.toMatchObject({
      name: 'ReplicaNotFound',
      message: 'RDS in eu-west-1: saw no instance orders-west; expected the instance that the plan names',
    });
  });
});
