import { inject } from 'vitest';
import { RECOVERY } from './clients-config.ts';
import type { ClientSandbox } from './one-sandbox.ts';

/** What of a client's environment a test may set otherwise. */
export type Overrides = Readonly<Record<string, string>>;

/**
 * What a client needs to know. The endpoint is given twice: botocore reads AWS_ENDPOINT_URL from 1.31 on (CLI 2.13),
 * and Debian 12 has older ones, which would ask AWS itself.
 */
export function clientEnvironment(overrides: Overrides = {}): Record<string, string> {
  const { endpoint, accessKeyId, secretAccessKey } = sandbox();
  return {
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: RECOVERY,
    AWS_DEFAULT_REGION: RECOVERY,
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Nothing of whoever runs the tests.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    ...overrides,
  };
}

export function sandbox(): ClientSandbox {
  const found = inject('sandbox');
  if (!found) throw new Error('no sandbox was started, because no client is installed');
  return found;
}

/** Whether there are clients to ask with. */
export function hasClients(): boolean {
  return inject('sandbox') !== null;
}
