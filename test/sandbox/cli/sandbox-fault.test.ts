import { expect, test } from 'vitest';
import * as z from 'zod';
import { muster, withStateDirectory } from '../drill/muster-command.ts';

const Faults = z.array(z.object({ experiment: z.string(), region: z.string(), fault: z.string() }));

test('a fault that is none is refused before a sandbox is looked for, with what was meant and all there are', () =>
  withStateDirectory(async (state) => {
    const { code, stdout, stderr } = await muster(['sandbox', 'fault', 'add', 'replication-dely=5s'], state);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toMatch(
      /^muster: "replication-dely=5s" is no fault; expected one of region-loss, .*; did you mean "replication-delay=5s"\?\n$/,
    );
    const drill = await muster(['drill', 'failover', '--fault', 'replication-dely=5s'], state);
    expect(drill).toEqual({ code, stdout, stderr });
  }));

test('without a sandbox there is nothing to put a fault on', () =>
  withStateDirectory(async (state) => {
    const { code, stderr } = await muster(['sandbox', 'fault', 'add', 'freeze'], state);
    expect(code).toBe(64);
    expect(stderr).toContain('start one with `npx muster sandbox up`');
  }));

test(
  'faults are added where a drill would have them, listed, refused beside each other, removed, and end with the sandbox',
  () =>
    withStateDirectory(async (state) => {
      const fault = (...args: string[]) => muster(['sandbox', 'fault', ...args], state);
      expect((await muster(['sandbox', 'up'], state)).code).toBe(0);
      try {
        expect(await fault('list')).toMatchObject({ code: 0, stdout: 'no fault is in force\n' });
        expect((await fault('add', 'throttled-api=20%@rds')).stdout).toMatch(
          /^EXP\w+ {2}eu-west-1 {2}throttled-api=20%@rds {2}running\nundo it with `npx muster sandbox fault remove EXP\w+`\n$/,
        );
        expect((await fault('add', 'freeze')).code).toBe(0);
        const second = await fault('add', 'partition=clients');
        expect(second.code).toBe(70);
        expect(second.stderr).toContain(
          'is in force in eu-central-1, and partition=clients cannot be beside it.',
        );
        const listed = Faults.parse(JSON.parse((await fault('list', '--json')).stdout));
        expect(listed.map(({ region, fault: name }) => [region, name])).toEqual([
          ['eu-central-1', 'freeze'],
          ['eu-west-1', 'throttled-api=20%@rds'],
        ]);
        const elsewhere = await fault('add', 'slow-api=1ms', '--region', 'mars');
        expect(elsewhere.stderr).toContain(
          'mars is no region of the sandbox; its regions are eu-central-1 and eu-west-1',
        );

        expect(await fault('remove', listed[0]?.experiment ?? '')).toEqual({
          code: 0,
          stdout: 'freeze in eu-central-1 is undone\n',
          stderr: '',
        });
        const again = await fault('remove', listed[0]?.experiment ?? '');
        expect(again.code).toBe(64);
        expect(again.stderr).toContain(
          `is in force; in force are ${listed[1]?.experiment} (throttled-api=20%@rds)`,
        );
        expect((await fault('add', 'freeze')).code).toBe(0);
      } finally {
        expect((await muster(['sandbox', 'down'], state)).code).toBe(0);
      }
    }),
  120_000,
);
