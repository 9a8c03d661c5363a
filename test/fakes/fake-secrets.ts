import { ObjectMissing } from '../../lib/domain/failure.ts';
import type { Secrets } from '../../lib/ports/secrets.ts';

/** Those of the database of run-input.ts. */
export const PASSWORDS: Readonly<Record<string, string>> = {
  'orders/operator': 'kV9"fq\\2 x/Tr',
  'orders/heartbeat': 'Zu7-heart-Qm3w',
};

/** Passwords by the name of their secret; there is no other secret. */
export function makeFakeSecrets(passwords = PASSWORDS): Secrets {
  return {
    login: async (name) => {
      const password = passwords[name];
      if (password !== undefined) return { user: 'muster', password };
      throw new ObjectMissing({ subject: `secret ${name}`, seen: 'no such secret', limit: 'a secret' });
    },
  };
}
