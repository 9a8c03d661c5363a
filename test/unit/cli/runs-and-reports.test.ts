import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listRuns } from '../../../lib/cli/list-runs.ts';
import { openReport } from '../../../lib/cli/open-report.ts';
import { type StateDirectory, stateDirectory } from '../../../lib/cli/state-directory.ts';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { peopleRequest } from '../../fakes/people-request.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

let root: string;
let state: StateDirectory;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-runs-'));
  state = stateDirectory({ MUSTER_STATE_DIR: root });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const unseen = async () => null;
const NONE = async () => [];

async function store(run: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(state.runDirectory(run), { recursive: true });
  for (const [name, text] of Object.entries(files))
    await writeFile(join(state.runDirectory(run), name), text);
}

function judgementText(): string {
  const { texts } = buildRunFixture();
  return JSON.stringify(judgeRun({ directory: '.', texts }, sha256));
}

function terminal() {
  const out = new PassThrough({ encoding: 'utf8' });
  const err = new PassThrough({ encoding: 'utf8' });
  const read = (stream: PassThrough) => String(stream.read() ?? '');
  return { terminal: { out, err }, said: () => ({ out: read(out), err: read(err) }) };
}

test('runs are listed with what came of each; one without a judgement says why', async () => {
  await store('run-1', { 'judgement.json': judgementText() });
  await store('run-2', {});
  const { terminal: own, said } = terminal();
  await expect(listRuns({ json: false, terminal: own, state, now: unseen, elsewhere: NONE })).resolves.toBe(
    0,
  );
  const { out } = said();
  expect(out).toMatch(/^RUN +PLAN +DRILL +VERDICT +RECOVERY TIME +RECOVERY POINT\n/);
  expect(out).toMatch(/^run-1 +payments +failover +met +at most [\d.]+ s +at most [\d.]+ m?s$/m);
  expect(out).toMatch(/^run-2 +no judgement: it was cut short, or still goes on$/m);
  expect(out).toMatch(/^run-1 +payments {2}failover {2}met {6}at most/m);
});

test.each([
  ['goes on', { status: 'RUNNING', asks: null }, 'goes on; `npx muster resume run-1` follows it'],
  [
    'has ended',
    { status: 'FAILED', asks: null },
    'no judgement: its execution has ended (FAILED); `npx muster clean` finishes it',
  ],
])('a run without a judgement that %s is listed as that', async (_, now, words) => {
  await store('run-1', {});
  const { terminal: own, said } = terminal();
  await listRuns({ json: false, terminal: own, state, now: async () => now, elsewhere: NONE });
  expect(said().out).toContain(words);
});

test('a run that waits for somebody says for whom, and what to type', async () => {
  await store('run-1', {});
  await store('run-2', { 'judgement.json': judgementText() });
  const now = async (run: string) =>
    run === 'run-1' ? { status: 'RUNNING', asks: peopleRequest() } : expect.unreachable('it is judged');
  const text = terminal();
  await listRuns({ json: false, terminal: text.terminal, state, now, elsewhere: NONE });
  const { out } = text.said();
  expect(out).toMatch(/^run-1 +waits for somebody: see below$/m);
  expect(out).toContain('\nrun-1 waits for somebody:\nWAITING FOR APPROVAL by one person\n');
  expect(out).toContain('    npx muster approve run-1 --as NAME\n');
  const json = terminal();
  await listRuns({ json: true, terminal: json.terminal, state, now, elsewhere: NONE });
  expect(JSON.parse(json.said().out)).toContainEqual(
    expect.objectContaining({
      run: 'run-1',
      status: 'RUNNING',
      waitsFor: expect.objectContaining({ kind: 'approval', choices: ['approve', 'deny', 'abort'] }),
    }),
  );
});

test('the list as JSON has the numbers of each run', async () => {
  await store('run-1', { 'judgement.json': judgementText(), 'report-rehearsal.html': '<p>' });
  const { terminal: own, said } = terminal();
  await listRuns({ json: true, terminal: own, state, now: unseen, elsewhere: NONE });
  expect(JSON.parse(said().out)).toEqual([
    expect.objectContaining({
      run: 'run-1',
      plan: 'payments',
      verdict: 'met',
      report: join(state.runDirectory('run-1'), 'report-rehearsal.html'),
    }),
  ]);
});

test('a run that was started elsewhere is listed as well, with what it waits for', async () => {
  await store('run-2', { 'judgement.json': judgementText() });
  const request = peopleRequest();
  const line = { kind: 'failover', status: 'RUNNING', judgement: null, pending: [] };
  const asking = { request, answers: [], unread: [], outcome: null };
  const elsewhere = async () => [
    { ...line, run: 'run-1', pending: [asking] },
    { ...line, run: 'run-2' },
    { ...line, run: 'run-3', kind: 'restore' },
    { ...line, run: 'run-4', status: 'FAILED' },
  ];
  const text = terminal();
  await listRuns({ json: false, terminal: text.terminal, state, now: unseen, elsewhere });
  const { out } = text.said();
  expect(out).toMatch(/^run-1 +failover +waits for somebody: see below; not kept here$/m);
  expect(out).toContain('\nrun-1 waits for somebody:\nWAITING FOR APPROVAL by one person\n');
  expect(out.match(/^run-2 /gm)).toHaveLength(1);
  expect(out).toMatch(/^run-3 +restore +goes on; `npx muster resume run-3` follows it; not kept here$/m);
  expect(out).toMatch(/^run-4 +failover +FAILED; not kept here$/m);
  const json = terminal();
  await listRuns({ json: true, terminal: json.terminal, state, now: unseen, elsewhere });
  expect(JSON.parse(json.said().out)).toMatchObject([
    { run: 'run-1', directory: null, waitsFor: { kind: 'approval' } },
    { run: 'run-3', status: 'RUNNING', waitsFor: null },
    { run: 'run-4', status: 'FAILED' },
    { run: 'run-2', verdict: 'met' },
  ]);
});

test('without a run the lists says how to make one', async () => {
  const { terminal: own, said } = terminal();
  await listRuns({ json: false, terminal: own, state, now: unseen, elsewhere: NONE });
  expect(said().out).toBe(`no runs in ${state.runsDirectory}; \`npx muster drill failover\` makes one\n`);
});

test('where there is no display the path of the newest report is said', async () => {
  await store('run-1', { 'report-rehearsal.html': '<p>' });
  const { terminal: own, said } = terminal();
  await openReport({ run: undefined, terminal: own, state, hasDisplay: false });
  expect(said()).toEqual({
    out: `${join(state.runDirectory('run-1'), 'report-rehearsal.html')}\n`,
    err: 'no display here: open that file in a browser\n',
  });
});

test('a run that is none, or has no report, is named with what to do', async () => {
  await store('run-2', {});
  const open = (run: string) => openReport({ run, terminal: terminal().terminal, state, hasDisplay: false });
  await expect(open('run-9')).rejects.toThrow(/^no run "run-9": .*`npx muster runs` lists them$/);
  await expect(open('run-2')).rejects.toThrow(/ holds no report and no record: the run was cut short, /);
  await store('run-3', { 'record.ndjson': '' });
  await expect(open('run-3')).rejects.toThrow(
    'run run-3 has no report; `npx muster judge run-3` judges it from its raw files, and prints one',
  );
});
