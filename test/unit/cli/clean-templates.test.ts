import { expect, test } from 'vitest';
import { cleanTemplates } from '../../../lib/cli/clean-templates.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { fakeTemplates } from '../../fakes/fake-templates.ts';

const of = (run: string) => ({ id: `${run}/freeze`, region: 'eu-north-1', run, fault: 'freeze' });
const STANDING = ['ended', 'running', 'not-started'].map(of);
const KNOWN = [
  { arn: 'a', name: 'ended', status: 'ABORTED' },
  { arn: 'b', name: 'running', status: 'RUNNING' },
];

function access(fake: ReturnType<typeof fakeTemplates>) {
  const recovery = { executions: makeFakeExecutions([], KNOWN) };
  return { machineArn: 'arn', regions: ['eu-north-1', 'eu-west-1'], templates: fake.templates, recovery };
}

test('only templates of runs that have ended are removed', async () => {
  const fake = fakeTemplates({ standing: STANDING });
  await expect(cleanTemplates(access(fake), { dryRun: false })).resolves.toEqual([
    { ...of('ended'), left: '' },
  ]);
  expect(fake.ids()).toEqual(['running/freeze', 'not-started/freeze']);
});

test('a dry run names them and removes none', async () => {
  const fake = fakeTemplates({ standing: STANDING });
  await expect(cleanTemplates(access(fake), { dryRun: true })).resolves.toEqual([
    { ...of('ended'), left: null },
  ]);
  expect(fake.ids()).toHaveLength(3);
});

test('one that cannot be removed is named with the reason', async () => {
  const fake = fakeTemplates({ standing: STANDING, stuck: 'ended/freeze' });
  const left = { ...of('ended'), left: 'FIS does not answer' };
  await expect(cleanTemplates(access(fake), { dryRun: false })).resolves.toEqual([left]);
});
