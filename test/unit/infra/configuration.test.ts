import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfiguration, regionsOf } from '../../../lib/infra/configuration.ts';
import { defaultPlanFile } from '../../../lib/deployment/deployment.ts';
import { EXAMPLE } from './synthesized.ts';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'muster-configuration-'))));
afterEach(() => rmSync(root, { recursive: true }));

const PLANS = `plans: [${defaultPlanFile()}]`;
function read(text: string) {
  const path = join(root, 'deploy.yaml');
  writeFileSync(path, text);
  return () => readConfiguration(path);
}

test('the example names an account, its plans by their paths from the file, and what is kept for how long', () => {
  const { account, plans, logDays } = readConfiguration(EXAMPLE);
  expect({ account, plans: plans.map(({ name }) => name), logDays, regions: regionsOf(plans) }).toEqual({
    account: '111122223333',
    plans: ['orders'],
    logDays: 365,
    regions: ['eu-central-1', 'eu-west-1'],
  });
});

test.each([
  ['an account that YAML takes for a number', `schemaVersion: 1\naccount: 111122223333\n${PLANS}`, /account/],
  ['a field that is none', `schemaVersion: 1\naccount: '111122223333'\n${PLANS}\nregion: x`, /region/],
  ['what is no YAML', 'account: [', /deploy\.yaml: is no YAML: YAMLParseError/],
  ['no plan', "schemaVersion: 1\naccount: '111122223333'\nplans: []", /plans/],
  [
    'a plan that is not there',
    "schemaVersion: 1\naccount: '111122223333'\nplans: [none.yaml]",
    /none\.yaml: cannot be read; name a file with -c configuration=FILE/,
  ],
  [
    'a plan that is none',
    "schemaVersion: 1\naccount: '111122223333'\nplans: [deploy.yaml]",
    /deploy\.yaml:2:1: .*expected/,
  ],
  [
    'a network where no plan is',
    `schemaVersion: 1\naccount: '111122223333'\n${PLANS}\nnetworks: { us-east-1: { vpc: vpc-1, subnets: [subnet-1], securityGroups: [sg-1] } }`,
    /networks\.us-east-1: no plan has that region; they have eu-central-1, eu-west-1$/,
  ],
])('%s is refused, with the place', (_what, text, message) => {
  expect(read(text)).toThrow(message);
});
