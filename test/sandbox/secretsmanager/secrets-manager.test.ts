import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSecretsManager } from '../../../lib/sandbox/secretsmanager/secrets-manager.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

let endpoint: OpenEndpoint;
let secrets: SecretsManagerClient;

beforeAll(async () => {
  const declared = [{ name: 'app/db', region: 'eu-west-1', value: '{"username":"app"}' }];
  const secretsmanager = makeSecretsManager({ account: '000000000000', secrets: declared });
  endpoint = await openEndpoint({ services: { secretsmanager } });
  secrets = new SecretsManagerClient(endpoint.client('eu-west-1'));
});
afterAll(async () => {
  secrets.destroy();
  await endpoint.close();
});

test('a secret is found by name and by ARN', async () => {
  const byName = await secrets.send(new GetSecretValueCommand({ SecretId: 'app/db' }));
  expect(byName).toMatchObject({
    Name: 'app/db',
    SecretString: '{"username":"app"}',
    VersionStages: ['AWSCURRENT'],
  });
  const byArn = await secrets.send(new DescribeSecretCommand({ SecretId: byName.ARN }));
  expect(byArn.VersionIdsToStages).toEqual({ [byName.VersionId ?? '']: ['AWSCURRENT'] });
});

test('a secret of another region is not found, in the words of AWS', async () => {
  const elsewhere = new SecretsManagerClient(endpoint.client('eu-central-1'));
  const get = elsewhere.send(new GetSecretValueCommand({ SecretId: 'app/db' }));
  await expect(get).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret.",
    $metadata: { httpStatusCode: 400 },
  });
});

test('everything else is refused', async () => {
  await expect(secrets.send(new ListSecretsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});
