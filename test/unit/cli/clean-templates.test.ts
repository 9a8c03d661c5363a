import { expect, test } from 'vitest';
import { cleanTemplates } from '../../../lib/cli/clean-templates.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { fakeTemplates } from '../../fakes/fake-templates.ts';

const of = (run: string | null, startBy = NOON) => ({
  id: `${run}/freeze`,
  region: 'eu-north-1',
  run,
  fault: 'freeze',
  startBy,
});
const STANDING = [of('ended'), of('running')];
const KNOWN = [
  { arn: 'a', name: 'ended', status: 'ABORTED' },
  { arn: 'b', name: 'running', status: 'RUNNING' },
];

function access(fake: ReturnType<typeof fakeTemplates>) {
  const recovery = { executions: makeFakeExecutions([], KNOWN) };
  const now = () => NOON + 1_000_000;
  return {
    machineArns: { failover: 'arn', switchover: 'arn' },
    now,
    regions: ['eu-north-1', 'eu-west-1'],
    templates: fake.templates,
    recovery,
  };
}

test('only templates of runs that have ended are removed', async () => {
  const fake = fakeTemplates({ standing: STANDING });
  await expect(cleanTemplates(access(fake), { dryRun: false })).resolves.toEqual([
    { ...of('ended'), left: '' },
  ]);
  expect(fake.ids()).toEqual(['running/freeze']);
});

test('a dry run names them and removes none', async () => {
  const fake = fakeTemplates({ standing: STANDING });
  await expect(cleanTemplates(access(fake), { dryRun: true })).resolves.toEqual([
    { ...of('ended'), left: null },
  ]);
  expect(fake.ids()).toHaveLength(2);
});

test('one that cannot be removed is named with the reason', async () => {
  const fake = fakeTemplates({ standing: STANDING, stuck: 'ended/freeze' });
  const left = { ...of('ended'), left: 'FIS does not answer' };
  await expect(cleanTemplates(access(fake), { dryRun: false })).resolves.toEqual([left]);
});

test('one whose command was killed before it began a run, or a fault by hand, is removed once nobody can begin it', async () => {
  const fake = fakeTemplates({ standing: [of('never-begun'), of(null)] });
  await expect(cleanTemplates(access(fake), { dryRun: false })).resolves.toEqual([
    { ...of('never-begun'), left: '' },
    { ...of(null), left: '' },
  ]);
  expect(fake.ids()).toEqual([]);
});

test('one whose command may be about to begin stays, and is named with the moment until which it may', async () => {
  const later = NOON + 2_000_000;
  const fake = fakeTemplates({ standing: [of('beginning', later), of(null, later)] });
  const left = 'it may still be used until 2026-03-01T12:00:02.000000Z';
  await expect(cleanTemplates(access(fake), { dryRun: false })).resolves.toEqual([
    { ...of('beginning', later), left },
    { ...of(null, later), left },
  ]);
  expect(fake.ids()).toEqual(['beginning/freeze', 'null/freeze']);
});

test('a run that is begun while the templates are listed keeps its own', async () => {
  const fake = fakeTemplates({ standing: [of('in-time')] });
  const executions = { ...makeFakeExecutions([], KNOWN), list: async () => begun };
  const begun: { arn: string; name: string; status: string }[] = [];
  const templates = {
    ...fake.templates,
    made: async (region: string) => {
      const found = await fake.templates.made(region);
      begun.push({ arn: 'c', name: 'in-time', status: 'RUNNING' });
      return found;
    },
  };
  await cleanTemplates({ ...access(fake), templates, recovery: { executions } }, { dryRun: false });
  expect(fake.ids()).toEqual(['in-time/freeze']);
});
