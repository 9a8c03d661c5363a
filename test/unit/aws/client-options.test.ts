import { FisClient } from '@aws-sdk/client-fis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { clientOptions, hurriedOptions } from '../../../lib/aws/client-options.ts';

const CLIENTS = { S3Client, SFNClient, RDSClient, LambdaClient, SecretsManagerClient, FisClient };

describe('the options of every SDK client', () => {
  it('are one attempt, and time-outs far below those of a step', () => {
    expect(clientOptions('eu-west-1')).toEqual({
      region: 'eu-west-1',
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
    });
  });

  it('give a region up after 1.5 s where a real failover can do without its answer', () => {
    expect(hurriedOptions('eu-west-1')).toEqual({
      region: 'eu-west-1',
      maxAttempts: 1,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
    });
  });

  it.each(Object.entries(CLIENTS))('reach %s', async (_name, Client) => {
    const client = new Client(clientOptions('eu-west-1'));
    await expect(client.config.region()).resolves.toBe('eu-west-1');
    await expect(client.config.maxAttempts()).resolves.toBe(1);
    expect(client.config.requestHandler).toHaveProperty('handle');
    client.destroy();
  });
});
