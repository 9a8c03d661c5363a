import { spawn } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';
import { shellWord } from '../../lib/domain/shell-word.ts';
import { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';
import { type CommandResult, outputOf } from '../sandbox/drill/command-output.ts';
import type { StandingSandbox } from '../sandbox/drill/standing-sandbox.ts';
import { clientTools, hasPsql } from './client-tools.ts';

const Status = SandboxStatus.extend({
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

/** A heading, and the shell block that stands below it. */
const BLOCK = /^## \d+\. (?<title>.*)$(?<between>(?:\n(?!## ).*)*?)\n```sh\n(?<commands>(?:.*\n)*?)```$/gm;

/** What the blocks of a runbook print when they are typed one after the other into one shell, by their titles. */
export async function typeRunbook(
  { state, command }: Pick<StandingSandbox, 'state' | 'command'>,
  markdown: string,
  leaveOut: string,
): Promise<Readonly<Record<string, string>>> {
  const status = Status.parse(JSON.parse(await command('sandbox', 'status', '--json')));
  const blocks = [...markdown.matchAll(BLOCK)]
    .map(({ groups }) => ({ title: groups?.['title'] ?? '', commands: groups?.['commands'] ?? '' }))
    .filter(({ title }) => !title.includes(leaveOut));
  const typed = blocks.map(({ title, commands }) => `printf '== %s\\n' ${shellWord(title)}\n${commands}`);
  const script = `set -eo pipefail\n${preamble()}\n${atSandboxUrls(typed.join('\n'), status)}`;
  const { stdout } = await bash(script, state, {
    AWS_ENDPOINT_URL: status.endpoint,
    AWS_ACCESS_KEY_ID: status.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: status.credentials.secretAccessKey,
  });
  return Object.fromEntries(
    stdout
      .split(/^== /m)
      .slice(1)
      .map((text) => {
        const end = text.indexOf('\n');
        return [text.slice(0, end), text.slice(end + 1).trim()];
      }),
  );
}

/** Whether all that the runbook calls is installed. */
export function canType(): boolean {
  return clientTools() !== undefined && hasPsql();
}

/** Where clients are led to. */
export async function siteOf({ command }: StandingSandbox): Promise<string> {
  const status = Status.parse(JSON.parse(await command('sandbox', 'status', '--json')));
  return status.frontDoors.map(({ activeSite }) => activeSite).join(', ');
}

/** Debian's CLI is too old to read AWS_ENDPOINT_URL. */
function preamble(): string {
  return `aws() { command ${shellWord(clientTools()?.aws ?? 'aws')} --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }`;
}

/** The plan names its services by addresses that nobody has; the sandbox serves them elsewhere. */
function atSandboxUrls(script: string, { services }: z.infer<typeof Status>): string {
  return services.reduce(
    (text, { name, url }) => text.replaceAll(new RegExp(`https?://${hostOf(name)}\\S*`, 'g'), url),
    script,
  );
}

function hostOf(service: string): string {
  return service === 'orders-api' ? 'api\\.orders' : service;
}

async function bash(script: string, cwd: string, environment: NodeJS.ProcessEnv): Promise<CommandResult> {
  const child = spawn('bash', ['-c', script], {
    cwd,
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: join(cwd, 'home'),
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 600_000,
  });
  const result = await outputOf(child).ended;
  if (result.code !== 0)
    throw new Error(`the runbook ended with ${result.code}:\n${result.stdout}\n${result.stderr}`);
  return result;
}
