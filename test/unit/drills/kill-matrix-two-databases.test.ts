import { expect, test } from 'vitest';
import { OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import { withoutOnlyByWord } from '../../model/guards.ts';
import { loseReplica } from '../../model/instance-changes.ts';
import { runToRest } from '../../model/kill-matrix.ts';
import { describeMatrix } from '../../model/matrix-suite.ts';
import { makeEngine } from '../../model/model-aws.ts';
import { AWAY, makeModelWorld } from '../../model/model-world.ts';
import { OF_TWO_DATABASES } from '../../model/scenario.ts';
import { storeText } from '../../model/model-objects.ts';

describeMatrix('one of two databases lost at both sites', OF_TWO_DATABASES);

test('the run goes on without the database whose replica is gone, and promotes the other', async () => {
  const [scenario] = OF_TWO_DATABASES;
  if (!scenario) throw new Error('no scenario');
  const { aws } = await runToRest(makeEngine(), scenario);
  const { databases, without } = OUTCOMES.PromoteReplica.parse(
    aws.world.outcomes.get('run-1/PromoteReplica'),
  );
  expect(databases.map(({ id }) => id)).toEqual(['orders']);
  expect(without).toEqual([
    {
      id: 'ledger',
      instance: 'ledger-west',
      seen: expect.stringContaining('no instance ledger-west'),
    },
  ]);
});

test('clients that are led away from a gone database without a word are found out', () => {
  const world = makeModelWorld([], 'two');
  loseReplica(world, 'ledger-west');
  const key = 'traffic/orders.json';
  storeText(world, AWAY, { key, text: JSON.stringify({ activeSite: 'west' }) });
  const by = { run: 'run-1', executionArn: 'arn', state: 'SwitchTraffic' };
  const switched = { at: world.clock.now(), what: 'objects.put', subject: key, by };
  expect(withoutOnlyByWord(world, switched)).toBe(
    'run-1 led clients on without ledger-west, and nobody had said so',
  );
});
