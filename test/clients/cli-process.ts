import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const SCRIPT = fileURLToPath(new URL('./aws-cli.py', import.meta.url));

const Done = z.object({ code: z.int(), stdout: z.string(), stderr: z.string() });
const Known = z.object({ operations: z.array(z.string()) });

export type Done = z.infer<typeof Done>;

export interface CliRequest {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The AWS CLI in one process, which runs one command after another. */
export interface CliProcess {
  run(request: CliRequest): Promise<Done>;
  /** Operations of a service, such as `rds`, that this version of the CLI has. */
  operationsOf(service: string): Promise<readonly string[]>;
  /** Resolves when the process has ended. */
  end(): Promise<void>;
}

export function startCli(python: string, env: Readonly<Record<string, string>>): CliProcess {
  const child = spawn(python, [SCRIPT], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const ask = makeAsk(child);
  return {
    run: async (request) => Done.parse(await ask(request)),
    operationsOf: async (service) => Known.parse(await ask({ service })).operations,
    async end() {
      const exited = once(child, 'exit');
      child.stdin.end();
      if (child.exitCode === null) await exited;
    },
  };
}

/** Answers come in the order of the questions. */
function makeAsk(child: ChildProcessWithoutNullStreams): (request: object) => Promise<unknown> {
  const waiting: PromiseWithResolvers<unknown>[] = [];
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.once('exit', () => {
    for (const one of waiting.splice(0)) one.reject(new Error(`the AWS CLI's process ended: ${said}`));
  });
  return (request) => {
    const answer = Promise.withResolvers<unknown>();
    waiting.push(answer);
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return answer.promise;
  };
}
