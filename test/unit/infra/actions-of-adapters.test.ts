import { readFileSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTIONS_OF_ADAPTERS } from '../../../lib/infra/access/actions-of-adapters.ts';
import { packaged } from './synthesized.ts';

let handlers: Awaited<ReturnType<typeof packaged>>;
beforeAll(async () => void (handlers = await packaged()));
afterAll(() => handlers.remove());

/** Where IAM's name of a call is not that of the command (Service Authorization Reference). */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:GetObjectLockConfiguration': 's3:GetBucketObjectLockConfiguration',
  'lambda:Invoke': 'lambda:InvokeFunction',
};

/** What a call needs besides: tags that are given with it. */
const NEEDED_WITH: Readonly<Record<string, string>> = {
  'rds:RestoreDBInstanceFromDBSnapshot': 'rds:AddTagsToResource',
  'rds:CreateDBSnapshot': 'rds:AddTagsToResource',
};

const SERVICES: Readonly<Record<string, string>> = {
  'client-cloudtrail': 'cloudtrail',
  'client-fis': 'fis',
  'client-kms': 'kms',
  'client-lambda': 'lambda',
  'client-rds': 'rds',
  'client-s3': 's3',
  'client-secrets-manager': 'secretsmanager',
  'client-sfn': 'states',
  'client-sns': 'sns',
};

/** The actions of a file's calls: each command and paginator that it imports, by the client that it comes from. */
function calledIn(source: string): readonly string[] {
  const imports = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/(client-[a-z0-9-]+)'/g)];
  const actions = imports.flatMap(([, names = '', client = '']) =>
    [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(
      ([, command, paginated]) => `${SERVICES[client]}:${command ?? paginated}`,
    ),
  );
  const named = actions.map((action) => OTHER_NAMES[action] ?? action);
  return [...new Set([...named, ...named.flatMap((action) => NEEDED_WITH[action] ?? [])])].toSorted();
}

function granted(adapter: string): readonly string[] {
  const actions = (ACTIONS_OF_ADAPTERS[adapter] ?? []).flatMap((grant) => grant.actions);
  return [...new Set(actions)].toSorted();
}

test('each adapter that a handler can reach is granted what it calls: nothing is missing, nothing is unused', () => {
  const reached = new Set(
    [...handlers.reached.values()].flat().filter((file) => file.includes(`${sep}lib${sep}aws${sep}`)),
  );
  const calling = [...reached]
    .map((file) => [basename(file), calledIn(readFileSync(file, 'utf8'))] as const)
    .filter(([, actions]) => actions.length > 0);
  expect(calling.length).toBeGreaterThan(15);
  expect(Object.keys(ACTIONS_OF_ADAPTERS).toSorted()).toEqual(calling.map(([name]) => name).toSorted());
  for (const [name, actions] of calling) expect([name, granted(name)]).toEqual([name, actions]);
});

test('calls are found by command and by paginator, and types are none', () => {
  const source = `
    import { type GetObjectCommandOutput, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
    import { paginateListExperiments } from '@aws-sdk/client-fis';`;
  expect(calledIn(source)).toEqual(['fis:ListExperiments', 's3:GetObject']);
});
