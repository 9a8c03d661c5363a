import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { ObjectMissing } from '../domain/failure.ts';
import type { Login, Secrets } from '../ports/secrets.ts';
import { callAwsAgain, errorName } from './aws-failure.ts';

/** The JSON that RDS itself keeps in a secret: {"username", "password", …}. */
const DatabaseSecret = z.object({ username: z.string(), password: z.string() });

/** A login is asked for again after this time, so that a rotated password is found. */
const KEEP_MS = 300_000;

interface Kept {
  readonly login: Login;
  readonly until: number;
}

/**
 * Logins in Secrets Manager, of the region that the handler runs in. They are kept for five minutes: a writer that
 * reconnects every few milliseconds in an outage may not ask for its password each time.
 */
export function makeManagedSecrets(secrets: SecretsManagerClient, monotonicMs: () => number): Secrets {
  const kept = new Map<string, Kept>();
  return {
    login: async (name) => {
      const known = kept.get(name);
      if (known && monotonicMs() < known.until) return known.login;
      const login = await ask(secrets, name);
      kept.set(name, { login, until: monotonicMs() + KEEP_MS });
      return login;
    },
  };
}

async function ask(secrets: SecretsManagerClient, name: string): Promise<Login> {
  try {
    const command = new GetSecretValueCommand({ SecretId: name });
    const { SecretString } = await callAwsAgain(`secret ${name}`, () => secrets.send(command));
    const { username, password } = DatabaseSecret.parse(JSON.parse(SecretString ?? '{}'));
    return { user: username, password };
  } catch (error) {
    if (errorName(error) !== 'ResourceNotFoundException') throw error;
    const limit = 'the login that the plan names';
    throw new ObjectMissing({ subject: `secret ${name}`, seen: 'no such secret', limit, cause: error });
  }
}
