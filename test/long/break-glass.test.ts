import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lostRegionForAll, QUESTION } from '../sandbox/cli/lost-region.ts';
import { onTerminal } from '../sandbox/drill/on-terminal.ts';

const LIMIT = { timeout: 400_000 };

const region = lostRegionForAll();

test(
  'behind the glass nobody is asked: the name starts it, all are told, and it is taken back',
  LIMIT,
  async () => {
    const terminal = onTerminal(
      region().failover('--break-glass', 'nobody answers the phone'),
      region().state,
    );
    await terminal.shows(QUESTION);
    expect(terminal.shown()).toContain('nobody is asked: break-glass by Duty engineer');
    terminal.types('orders');
    await terminal.shows('THE FENCE IS NOT PROVEN');
    expect(terminal.shown()).not.toContain('WAITING FOR APPROVAL');
    const [run = ''] = await region().runs();
    const { stdout } = await region().command(
      0,
      'abort',
      run,
      '--as',
      'Head of data',
      '--reason',
      'a false alarm',
    );
    expect(stdout).toContain('before anything was promoted');
    expect(await terminal.ended, terminal.shown()).not.toBe(0);
    const judgement = await readFile(join(region().state, 'runs', run, 'judgement.json'), 'utf8');
    const glass = 'BREAK-GLASS by Duty engineer: nobody answers the phone.';
    expect(judgement).toContain(glass);
    const told = JSON.parse((await region().command(0, 'sandbox', 'messages', '--json')).stdout);
    expect(told).toContainEqual(
      expect.objectContaining({
        subject: expect.stringContaining('started, BREAK-GLASS'),
        message: expect.stringContaining(`\n${glass}\n`),
      }),
    );
  },
);
