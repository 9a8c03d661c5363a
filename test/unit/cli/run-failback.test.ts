import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import * as z from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printFailbackPlan } from '../../../lib/cli/failback-plan.ts';
import { reprotect, switchBack } from '../../../lib/cli/run-failback.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { announce } from '../../../lib/sandbox/supervisor/presence.ts';
import { failbackPlan } from '../../../lib/domain/plan/failback-plan.ts';
import { SMALL_PLAN } from '../domain/plan/small-plan.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

const NOTHING_STANDS = /^no sandbox stands in /;
const NO_PERSON = /is confirmed by a person who types the plan's name, and standard input is no terminal/;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-failback-'));
  const back = failbackPlan({ text: SMALL_PLAN, run: null });
  await writeFile(join(folder, 'attended.yaml'), back);
  await writeFile(join(folder, 'unattended.yaml'), `${back}\napprovals: { unattended: true }\n`);
});
afterAll(() => rm(folder, { recursive: true }));

interface Calling {
  readonly as?: string;
  readonly confirm?: string;
  readonly isTTY?: boolean;
  readonly types?: string;
  readonly below?: string;
}

/** The commands as called; where nothing stands, what is refused before that was looked for is refused first. */
function called(plan: string, { as, confirm, isTTY = false, types, below = 'nothing' }: Calling = {}) {
  const input = Object.assign(new PassThrough(), { isTTY });
  // What is typed before it is asked for is no answer: it is typed until the command has ended.
  const typing = types === undefined ? undefined : setInterval(() => input.write(types), 200);
  const settled = (command: Promise<number>) => command.finally(() => clearInterval(typing));
  const terminal = plainTerminal();
  const state = stateDirectory({ MUSTER_STATE_DIR: join(folder, below) });
  const options = { planFile: join(folder, plan), json: false, terminal, state, input, confirm, as };
  return {
    shown: () => String(terminal.err.read() ?? ''),
    report: () => settled(reprotect({ ...options, stage: 'report' })),
    protect: () => settled(reprotect({ ...options, stage: 'protect' })),
    switch: () => settled(switchBack(options)),
  };
}

const CHANGES = ['protect', 'switch'] as const;

test.each(CHANGES)(
  '`failback %s` without a person is refused before anything is looked at',
  async (stage) => {
    await expect(called('attended.yaml')[stage]()).rejects.toThrow(NO_PERSON);
    await expect(called('unattended.yaml')[stage]()).rejects.toThrow(NO_PERSON);
    await expect(called('attended.yaml', { confirm: 'small' })[stage]()).rejects.toThrow(
      /^--confirm is for automation, which this plan does not allow/,
    );
    await expect(called('unattended.yaml', { confirm: 'smal' })[stage]()).rejects.toThrow(
      /^nothing was started: "smal" was typed/,
    );
  },
);

test.each(CHANGES)('`failback %s` goes on at a terminal, and for a machine that may', async (stage) => {
  await expect(called('attended.yaml', { isTTY: true })[stage]()).rejects.toThrow(NOTHING_STANDS);
  await expect(called('unattended.yaml', { confirm: 'small' })[stage]()).rejects.toThrow(NOTHING_STANDS);
});

test.each(CHANGES)('`failback %s` by nobody is refused before anything is looked at', async (stage) => {
  for (const as of ['', ' ', 'two\u0007lines'])
    await expect(called('unattended.yaml', { as, confirm: 'small' })[stage]()).rejects.toThrow(
      /^--as .*: expected one line of 1 to 500 characters$/,
    );
});

test('`failback report` changes nothing, and is asked of nobody', async () => {
  await expect(called('attended.yaml').report()).rejects.toThrow(NOTHING_STANDS);
});

/** A sandbox that stands, as far as its announcement says, below that name. */
async function standing(below: string, endpoint: string): Promise<void> {
  const sandbox = join(folder, below, 'sandbox');
  await mkdir(sandbox, { recursive: true });
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  announce(sandbox, { endpoint, ending: false, credentials });
}

test.each([
  ['protect', /app-east in [\w-]+ becomes a replica of app-west in [\w-]+: .* and then it is removed\n/],
  ['switch', /writers of app-west in [\w-]+ are drained, and app-east in [\w-]+ becomes the primary again\n/],
] as const)('`failback %s` says what it changes, and another name starts nothing', async (stage, words) => {
  // Every question is refused, and a refusal is an answer.
  const region = createServer((_, response) => response.writeHead(403).end()).listen(0, '127.0.0.1');
  await once(region, 'listening');
  const { port } = z.object({ port: z.int() }).parse(region.address());
  await standing(stage, `http://127.0.0.1:${port}`);
  const person = called('attended.yaml', { isTTY: true, types: 'smal\r', below: stage });
  await expect(person[stage]()).rejects.toThrow(/^nothing was started: "smal" was typed/);
  expect(person.shown()).toMatch(words);
  region.close();
});

test('`failback plan` of a run that is not there writes nothing', async () => {
  const written = new PassThrough();
  const state = stateDirectory({ MUSTER_STATE_DIR: join(folder, 'nothing') });
  const plan = join(folder, 'there.yaml');
  await writeFile(plan, SMALL_PLAN);
  const command = { file: plan, state, stdout: written };
  await expect(printFailbackPlan({ ...command, run: 'nosuch' })).rejects.toThrow(/nosuch/);
  expect(written.read()).toBeNull();
  await expect(printFailbackPlan({ ...command, run: null })).resolves.toBe(0);
  expect(String(written.read())).toContain('app-west');
});

test.each(['report', ...CHANGES] as const)('`failback %s` waits for the old region', async (stage) => {
  const below = `silent-${stage}`;
  await standing(below, 'http://127.0.0.1:9');
  const person = called('unattended.yaml', { confirm: 'small', below });
  await expect(person[stage]()).rejects.toThrow(
    /^[\w-]+, where the old primary is, does not answer \(RDS in [\w-]+: ECONNREFUSED\): nothing was begun\. A way back needs/,
  );
  expect(person.shown()).toBe('');
});
