import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { Judgement } from '../../../lib/domain/run/judgement.ts';
import { readRunFiles } from '../../../lib/cli/judge.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { muster, withStateDirectory } from './muster-command.ts';

/** A sandbox that several drills are run on, one after the other. */
export interface StandingSandbox {
  readonly state: string;
  /** Runs a command that has to succeed; answers what it wrote. */
  readonly command: (...args: readonly string[]) => Promise<string>;
  /** Runs a drill, whatever comes of it, into a directory of that name; `options` stand behind its own. */
  readonly drill: (kind: string, name: string, ...options: readonly string[]) => Promise<DrilledRun>;
}

export interface DrilledRun {
  readonly code: number | null;
  readonly directory: string;
  readonly judgement: Judgement;
}

/** Runs `use` on a sandbox of its own, for a plan of that text or for the one that drills use, and ends it. */
export function onStandingSandbox(
  use: (sandbox: StandingSandbox) => Promise<void>,
  planText?: string,
): Promise<void> {
  return withStateDirectory(async (state) => {
    const command = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await muster(args, state);
      expect(code, `${args.join(' ')}: ${stdout}\n${stderr}`).toBe(0);
      return stdout;
    };
    const file = join(state, 'plan.yaml');
    if (planText !== undefined) await writeFile(file, planText);
    const plan = planText === undefined ? [] : ['--plan', file];
    await command('sandbox', 'up', ...plan);
    try {
      await use({
        state,
        command,
        drill: (kind, name, ...options) => drill(state, name, [kind, ...plan, ...options]),
      });
    } finally {
      await muster(['sandbox', 'down'], state);
    }
  });
}

/** What the drill prints is what judging its files again comes to. */
async function drill(state: string, name: string, kind: readonly string[]): Promise<DrilledRun> {
  const directory = join(state, name);
  const { code, stdout, stderr } = await muster(['drill', ...kind, '--json', '--out', directory], state);
  expect(stdout, stderr).toMatch(/^\{/);
  const judgement = Judgement.parse(JSON.parse(stdout));
  const again = judgeRun(await readRunFiles(directory), sha256);
  expect({ ...again, directory }).toEqual({ ...judgement, directory });
  expect(await readFile(join(directory, 'report-rehearsal.html'), 'utf8')).toContain('REHEARSAL');
  return { code, directory, judgement };
}
