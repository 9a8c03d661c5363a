import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { clientTools } from './client-tools.ts';
import { RECOVERY } from './clients-config.ts';
import type { ClientSandbox } from './one-sandbox.ts';

const run = promisify(execFile);

/** What of a client's environment a test may set otherwise. */
export type Overrides = Readonly<Record<string, string>>;

export interface Refused {
  readonly code: number;
  /** As the client words it, on one line. */
  readonly message: string;
}

/** The AWS CLI against the sandbox, which notes what it was asked to do. */
export interface AwsCommand {
  /** Answers what is printed, which is JSON or nothing. @throws Error with what the client says */
  (...args: string[]): Promise<Record<string, unknown>>;
  /** Expects a refusal. */
  refused(...args: string[]): Promise<Refused>;
  /** The same with another environment. */
  with(overrides: Overrides): AwsCommand;
  /** `put-object` and its like, each once, in lower case without hyphens: `putobject`. */
  readonly asked: ReadonlySet<string>;
}

export function awsCommand(overrides: Overrides = {}, asked = new Set<string>()): AwsCommand {
  const call = (args: readonly string[]) => {
    asked.add((args[1] ?? '').replaceAll('-', ''));
    return execute(args, overrides);
  };
  const ask = async (...args: string[]) => parse((await call(args)).stdout);
  const refused = async (...args: string[]) => {
    const done = await call(args).catch(refusalOf);
    if ('message' in done) return done;
    throw new Error(`aws ${args.join(' ')} was not refused but printed ${done.stdout}`);
  };
  return Object.assign(ask, {
    refused,
    with: (more: Overrides) => awsCommand({ ...overrides, ...more }, asked),
    asked,
  });
}

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

function execute(args: readonly string[], overrides: Overrides): Promise<{ stdout: string; stderr: string }> {
  const aws = clientTools()?.aws ?? 'aws';
  const env = clientEnvironment(overrides);
  const all = ['--endpoint-url', sandbox().endpoint, '--output', 'json', ...args];
  return run(aws, all, { env, maxBuffer: 64 * 1024 * 1024 });
}

function parse(stdout: string): Record<string, unknown> {
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

function refusalOf(error: unknown): Refused {
  const { code, stderr } = Object(error);
  if (typeof code !== 'number') throw error;
  // How often it tried is said by some versions and not by others.
  return {
    code,
    message: String(stderr)
      .replace(/ \(reached max retries: \d+\)/, '')
      .trim(),
  };
}
