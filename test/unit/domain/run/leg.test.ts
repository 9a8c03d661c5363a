import { expect, test } from 'vitest';
import { legState } from '../../../../lib/domain/record/leg-state.ts';
import { onLeg } from '../../../../lib/domain/run/leg.ts';
import { switchoverInput } from '../../../fakes/switchover-event.ts';

test('on the way back sites and instances have changed places, and nothing else', () => {
  const run = switchoverInput();
  const back = onLeg(run, 'back');
  expect(onLeg(run, 'there')).toBe(run);
  expect(back.sites).toEqual({ primary: run.sites.recovery, recovery: run.sites.primary });
  expect(back.databases[0]).toMatchObject({
    primary: run.databases[0]?.replica,
    replica: run.databases[0]?.primary,
    frontDoor: run.databases[0]?.frontDoor,
    directDoor: null,
  });
  expect({ ...back, sites: run.sites, databases: run.databases }).toEqual(run);
});

test('a state has a name of its own on the way back where it belongs to a leg', () => {
  expect(legState('PromoteReplica', 'back')).toBe('PromoteReplicaBack');
  expect(legState('PromoteReplica', 'there')).toBe('PromoteReplica');
  expect(legState('AcquireLock', 'back')).toBe('AcquireLock');
});
