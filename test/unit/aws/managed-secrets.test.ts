import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { makeManagedSecrets } from '../../../lib/aws/managed-secrets.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const SECRET = { SecretString: '{"username":"app","password":"one","engine":"postgres"}' };
const ROTATED = { SecretString: '{"username":"app","password":"two"}' };

function makeSecrets(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const clock = { ms: 0 };
  const client = sending(new SecretsManagerClient({ region: 'eu-west-1' }), send);
  return { asked, clock, secrets: makeManagedSecrets(client, () => clock.ms) };
}

describe('managed secrets', () => {
  it('give the login that RDS keeps there, and ask once in five minutes', async () => {
    const { asked, clock, secrets } = makeSecrets(SECRET, ROTATED);
    await expect(secrets.login('orders')).resolves.toEqual({ user: 'app', password: 'one' });
    clock.ms = 299_999;
    await expect(secrets.login('orders')).resolves.toEqual({ user: 'app', password: 'one' });
    expect(asked).toEqual([{ command: 'GetSecretValueCommand', input: { SecretId: 'orders' } }]);
    clock.ms = 300_000;
    await expect(secrets.login('orders')).resolves.toEqual({ user: 'app', password: 'two' });
  });

  it('name a secret that is not there', async () => {
    const cause = sdkError('ResourceNotFoundException');
    await expect(makeSecrets(cause).secrets.login('orders')).rejects.toMatchObject({
      name: 'ObjectMissing',
      message: 'secret orders: saw no such secret; expected the login that the plan names',
      cause,
    });
  });

  it('keep no failure', async () => {
    const { secrets } = makeSecrets(sdkError('TimeoutError'), SECRET);
    await expect(secrets.login('orders')).rejects.toMatchObject({
      name: 'RegionUnreachable',
      message: 'secret orders: saw TimeoutError; expected an answer within 4 s',
    });
    await expect(secrets.login('orders')).resolves.toMatchObject({ user: 'app' });
  });

  it('never say the password when the secret has another shape', async () => {
    const { secrets } = makeSecrets({ SecretString: '{"user":"app","password":"hunter2"}' });
    const error = await secrets.login('orders').catch((reason: unknown) => String(reason));
    expect(error).toContain('username');
    expect(error).not.toContain('hunter2');
  });
});
