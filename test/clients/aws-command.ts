import { clientEnvironment, type Overrides, sandbox } from './client-environment.ts';
import { type CliProcess, type Done, startCli } from './cli-process.ts';

export interface Refused {
  readonly code: number;
  /** As the client words it, on one line. */
  readonly message: string;
}

/** The AWS CLI against the sandbox, which notes what it did. */
export interface AwsCommand {
  /** Answers what is printed, which is JSON or nothing. @throws Error with what the client says */
  (...args: string[]): Promise<Record<string, unknown>>;
  /** Expects a refusal. */
  refused(...args: string[]): Promise<Refused>;
  /** The same with another environment. */
  with(overrides: Overrides): AwsCommand;
  /** Operations of a service of which this version of the CLI knows, such as `ListBuckets`. */
  operationsOf(service: string): Promise<readonly string[]>;
  /** What was done, `put-object` and its like, each once, in lower case without hyphens: `putobject`. */
  readonly done: ReadonlySet<string>;
  end(): Promise<void>;
}

interface Shared {
  readonly process: CliProcess;
  readonly done: Set<string>;
}

/** To be ended when the tests that use it are over. */
export function awsCommand(): AwsCommand {
  return commandOf({ process: startCli(sandbox().python, clientEnvironment()), done: new Set() }, {});
}

function commandOf(shared: Shared, overrides: Overrides): AwsCommand {
  const { process, done } = shared;
  const call = (args: readonly string[]): Promise<Done> =>
    process.run({ args: commandLine(args), env: clientEnvironment(overrides) });
  const ask = async (...args: string[]) => {
    const { code, stdout, stderr } = await call(args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')}: ${code} ${stderr.trim()}`);
    done.add((args[1] ?? '').replaceAll('-', ''));
    return parse(stdout);
  };
  const refused = async (...args: string[]) => {
    const answer = await call(args);
    if (answer.code !== 0) return refusalOf(answer);
    throw new Error(`aws ${args.join(' ')} was not refused but printed ${answer.stdout}`);
  };
  return Object.assign(ask, {
    refused,
    with: (more: Overrides) => commandOf(shared, { ...overrides, ...more }),
    operationsOf: (service: string) => process.operationsOf(service),
    done,
    end: () => process.end(),
  });
}

/** Older versions have to be told where the endpoint is. */
export function commandLine(args: readonly string[]): string[] {
  return ['--endpoint-url', sandbox().endpoint, '--output', 'json', ...args];
}

function parse(stdout: string): Record<string, unknown> {
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

/** How often it tried is said by some versions and not by others. */
function refusalOf({ code, stderr }: Done): Refused {
  return { code, message: stderr.replace(/ \(reached max retries: \d+\)/, '').trim() };
}
