import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { muster, withEmptyDirectory } from '../drill/muster-command.ts';

const BAD_PLAN = 'schemaVersion: 1\nname: shop\nobjectivs: { rto: PT1H }\n';

describe('the command line, called wrongly, starts nothing and says what to do', () => {
  test.each([
    [
      ['dril', 'failover'],
      "muster: unknown command 'dril'\n(Did you mean drill?)\n(`npx muster --help` shows what it takes, with examples)\n",
    ],
    [
      ['drill', 'failovr'],
      "muster: unknown command 'failovr'\n(Did you mean failover?)\n(`npx muster drill --help` shows what it takes, with examples)\n",
    ],
    [
      ['drill', 'failover', '--jsn'],
      "muster: unknown option '--jsn'\n(Did you mean --json?)\n(`npx muster drill failover --help` shows what it takes, with examples)\n",
    ],
    [
      ['drill', 'failover', '--interval', 'soon'],
      "muster: option '--interval <duration>' argument 'soon' is invalid. expected 1ms to 60s, such as 20ms, 0.5s or PT0.02S.\n(`npx muster drill failover --help` shows what it takes, with examples)\n",
    ],
    [
      ['judge'],
      "muster: missing required argument 'run'\n(`npx muster judge --help` shows what it takes, with examples)\n",
    ],
    [
      ['help', 'drill', 'failovr'],
      'muster: "failovr" is no command of `muster drill`; did you mean failover?\n',
    ],
    [['plan', 'new', ''], 'muster: expected the name of a file to write, found ""; shop.yaml would be one\n'],
    [
      ['drill', 'failover', '--out', ''],
      'muster: --out "": expected the name of a directory, such as ./evidence/run\n',
    ],
    [['judge', 'a\u001b[2J'], expect.stringMatching(/^muster: no run "a\\u001b\[2J": neither in /)],
    [
      ['init-db', '--plan', 'drills/plans/orders.yaml', '--print', '--role', ''],
      'muster: --role "": expected the name of a role in PostgreSQL, of 1 to 63 bytes on one line, such as muster_heartbeat\n',
    ],
    [
      ['plan', 'show', '--json', '--format', 'svg'],
      "muster: option '--json' cannot be used with option '--format <format>'\n(`npx muster plan show --help` shows what it takes, with examples)\n",
    ],
  ])('%j', async (args, message) =>
    withEmptyDirectory(async (state) => {
      expect(await muster(args, state)).toEqual({ code: 64, stdout: '', stderr: message });
      expect(await readdir(state)).toEqual([]);
    }),
  );

  test('a plan that is not there', () =>
    withEmptyDirectory(async (state) => {
      const { code, stderr } = await muster(['drill', 'failover', '--plan', join(state, 'none.yaml')], state);
      expect(code).toBe(64);
      expect(stderr).toContain('none.yaml:1:1: expected a recovery plan, found no such file');
      expect(await readdir(state)).toEqual([]);
    }));

  test('a plan with a misspelt key, at its place and with what was probably meant', () =>
    withEmptyDirectory(async (state) => {
      const plan = join(state, 'plan.yaml');
      await writeFile(plan, BAD_PLAN);
      const { code, stderr } = await muster(['drill', 'failover', '--plan', plan], state);
      expect(code).toBe(64);
      expect(stderr).toContain(`${plan}:3:1: objectivs:`);
      expect(stderr).toContain('objectives');
      expect(await readdir(state)).toEqual(['plan.yaml']);
    }));

  test('an interval at which the detection of the plan could never fire', () =>
    withEmptyDirectory(async (state) => {
      const { code, stderr } = await muster(['drill', 'failover', '--interval', '500ms'], state);
      expect(code).toBe(64);
      expect(stderr).toContain('detect');
      expect(await readdir(state)).toEqual([]);
    }));

  test('a directory for the run that holds something already', () =>
    withEmptyDirectory(async (state) => {
      await mkdir(join(state, 'out'));
      await writeFile(join(state, 'out', 'x'), '');
      const { code, stderr } = await muster(['drill', 'failover', '--out', join(state, 'out')], state);
      expect({ code, stderr }).toEqual({
        code: 64,
        stderr: `muster: --out ${join(state, 'out')}: the directory is not empty (1 entries); name a new one\n`,
      });
    }));

  test('a state directory that cannot be made', async () => {
    const { code, stderr } = await muster(['drill', 'failover'], '/proc/muster');
    expect({ code, stderr }).toEqual({
      code: 64,
      stderr:
        'muster: /proc/muster: this directory cannot be made (ENOENT); name one that you may write to with --out or MUSTER_STATE_DIR\n',
    });
  });

  test('a run that is none', () =>
    withEmptyDirectory(async (state) => {
      const { code, stderr } = await muster(['judge', state], state);
      expect(code).toBe(64);
      expect(stderr).toContain("is no run's directory: it holds no record.ndjson");
    }));

  test.each([['runs'], ['clean'], ['open'], ['sandbox', 'status'], ['sandbox', 'down'], ['judge', 'x']])(
    'a state directory that is a file, by `%s %s`: nothing is said of what cannot be read',
    (...args) =>
      withEmptyDirectory(async (state) => {
        const file = join(state, 'file');
        await writeFile(file, 'mine');
        expect(await muster(args, file)).toEqual({
          code: 64,
          stdout: '',
          stderr: `muster: the state directory ${file} is no directory; name another with MUSTER_STATE_DIR, or change to the directory that holds it\n`,
        });
      }),
  );

  test('a sandbox that does not stand', () =>
    withEmptyDirectory(async (state) => {
      expect(await muster(['sandbox', 'status'], state)).toEqual({
        code: 64,
        stdout: '',
        stderr: `muster: no sandbox stands in ${join(state, 'sandbox')}; start one with \`npx muster sandbox up\`\n`,
      });
    }));
});

describe('the command line', () => {
  test('says so when its result did not arrive, and ends with 70', async () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, ['bin/muster.ts', 'plan', 'schema'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toMatch(/^muster: stdout cannot be written to \(ENOSPC: .*\), so the command ended;/);
    expect(status).toBe(70);
  });

  test('in a directory that is not there any more, says so', () => {
    const script = 'd=$(mktemp -d) && cd "$d" && rmdir "$d" && exec "$0" "$1" runs';
    const args = ['-c', script, process.execPath, resolve('bin/muster.ts')];
    const { status, stderr } = spawnSync('sh', args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 64,
      stderr:
        'muster: the current directory is not there any more; change to one that is, such as the clone\n',
    });
  });

  test('tells a newcomer what to do first', () =>
    withEmptyDirectory(async (state) => {
      const { code, stdout } = await muster(['--help'], state);
      expect(code).toBe(0);
      expect(stdout).toContain('npx muster drill failover');
    }));

  test('without a command it is told as well, and each command has an example', () =>
    withEmptyDirectory(async (state) => {
      const { code, stdout, stderr } = await muster([], state);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Three things to do first:');
      const drill = await muster(['drill', 'failover', '--help'], state);
      expect(drill.stdout).toMatch(/Examples:\n {2}npx muster drill failover/);
    }));

  test('a command or an option that is nearly right is told what was probably meant', () =>
    withEmptyDirectory(async (state) => {
      expect((await muster(['dril'], state)).stderr).toContain('Did you mean drill?');
      expect((await muster(['drill', 'failover', '--plam', 'x'], state)).stderr).toContain(
        'Did you mean --plan?',
      );
    }));

  test('completes commands and options, and prints what a shell needs for it', () =>
    withEmptyDirectory(async (state) => {
      const { stdout } = await muster(['complete', '--', 'plan', 's'], state);
      expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['show', 'schema', ':4', '']);
      const shell = await muster(['completion', 'bash'], state);
      expect(shell.stdout).toContain('complete -F __muster_complete muster');
    }));

  test('says its version, with the commit where it is a clone', () =>
    withEmptyDirectory(async (state) => {
      const { code, stdout } = await muster(['--version'], state);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringMatching(/^muster \d+\.\d+\.\d+( \(commit [0-9a-f]{12}(, changed)?\))?\n$/),
      });
    }));

  test('prints the SQL that prepares a database, and runs none of it', () =>
    withEmptyDirectory(async (state) => {
      const args = ['init-db', '--plan', 'drills/plans/orders.yaml', '--print'];
      const { code, stdout } = await muster(args, state);
      expect(code).toBe(0);
      expect(stdout).toContain('-- orders-db: database orders on orders-frankfurt, as its operator\n');
      expect(stdout).toContain('grant insert, select on muster.heartbeat to "muster_heartbeat";\n');
    }));
});
