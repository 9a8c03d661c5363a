import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failbackRows } from '../../../lib/cli/failback-rows.ts';
import { PLAN_FILE } from '../../../lib/cli/open-sandbox.ts';
import { type StateDirectory, stateDirectory } from '../../../lib/cli/state-directory.ts';
import { SwitchoverJudgement } from '../../../lib/domain/run/switchover-judgement.ts';
import { announce } from '../../../lib/sandbox/supervisor/presence.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';
import { SMALL_PLAN } from '../domain/plan/small-plan.ts';

const GOLDEN = new URL('../../fixtures/golden/v1-switchover/judgement.json', import.meta.url);
const ROWS = '{"table":"shop.journal","row":{"entry":1,"note":"Zürich"}}\n';
const SQL = 'BEGIN;\nINSERT INTO shop.journal VALUES (1) ON CONFLICT DO NOTHING;\nCOMMIT;\n';
const KEYS = { rows: 'divergence/run-1/db.ndjson', replay: 'divergence/run-1/db.sql' };
/** The divergence store of the recovery site of SMALL_PLAN. */
const STORE = 'small-west-diverged';
const FULL = { [`/${STORE}/${KEYS.rows}`]: ROWS, [`/${STORE}/${KEYS.replay}`]: SQL };

let root = '';
let out = '';
let state: StateDirectory;
const closing: (() => void)[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-rows-'));
  out = join(root, 'put', 'here');
  state = stateDirectory({ MUSTER_STATE_DIR: join(root, 'state') });
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await rm(root, { recursive: true });
});

/** A sandbox of SMALL_PLAN, as far as this command sees it: a plan, and buckets that give what they hold. */
async function sandboxWith(objects: Readonly<Record<string, string>>): Promise<void> {
  const server = createServer(({ url = '' }, response) => {
    const text = objects[new URL(url, 'http://here').pathname];
    if (text === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else response.end(text);
  }).listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  await mkdir(state.sandbox, { recursive: true });
  await writeFile(join(state.sandbox, PLAN_FILE), SMALL_PLAN);
  announce(state.sandbox, {
    endpoint: `http://127.0.0.1:${address.port}`,
    ending: false,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  });
}

type Saved = NonNullable<SwitchoverJudgement['reprotection']>['saved'];

/** A run with a judgement; null: it is a drill, which has no such stage. */
async function storeRun(run: string, saved: Saved | null): Promise<void> {
  const golden = SwitchoverJudgement.parse(JSON.parse(await readFile(fileURLToPath(GOLDEN), 'utf8')));
  const reprotection = saved && {
    stage: 'report' as const,
    failoverRun: null,
    withoutSecondCopy: null,
    diverged: [],
    saved,
  };
  await mkdir(state.runDirectory(run), { recursive: true });
  const judgement = { ...golden, ...(reprotection ? { reprotection } : {}) };
  await writeFile(join(state.runDirectory(run), 'judgement.json'), JSON.stringify(judgement));
}

async function copied(run = 'run-1') {
  const terminal = plainTerminal();
  const code = await failbackRows({ run, out, terminal, state });
  return { code, said: String(terminal.out.read() ?? '') };
}

test('what a run has saved is copied byte for byte, for its owner alone, and named', async () => {
  await sandboxWith(FULL);
  await storeRun('run-1', [{ database: 'db', ...KEYS }]);
  const [lines, sql] = [join(out, 'db.ndjson'), join(out, 'db.sql')];
  expect(await copied()).toEqual({ code: 0, said: `${lines}\n${sql}\n` });
  expect(await readFile(lines, 'utf8')).toBe(ROWS);
  expect(await readFile(sql, 'utf8')).toBe(SQL);
  expect((await stat(lines)).mode & 0o777).toBe(0o600);
});

test('where nothing can be replayed there are lines alone', async () => {
  await sandboxWith(FULL);
  await storeRun('run-1', [{ database: 'db', ...KEYS, replay: null }]);
  expect((await copied()).said).toBe(`${join(out, 'db.ndjson')}\n`);
  expect(await readdir(out)).toEqual(['db.ndjson']);
});

test('a file that a person has worked on is not written over, and none is put beside it', async () => {
  await sandboxWith(FULL);
  await storeRun('run-1', [{ database: 'db', ...KEYS }]);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'db.sql'), '-- looked at\n');
  await expect(copied()).rejects.toThrow(
    `${join(out, 'db.sql')} is there already, and holds something else: it is not written over; name another directory with --out`,
  );
  expect(await readdir(out)).toEqual(['db.sql']);
  expect(await readFile(join(out, 'db.sql'), 'utf8')).toBe('-- looked at\n');
});

test('copying twice leaves what the first has copied', async () => {
  await sandboxWith(FULL);
  await storeRun('run-1', [{ database: 'db', ...KEYS }]);
  expect(await copied()).toEqual(await copied());
});

test('a run that nobody knows is named, and how runs are listed', async () => {
  await sandboxWith(FULL);
  await expect(copied('run-2')).rejects.toThrow(/^no run "run-2": .*; `npx muster runs` lists them$/);
});

test.each([
  ['found no row that differs', []],
  ['is a drill', null],
] as const)('a run that %s has saved none, and makes no directory', async (_, saved) => {
  await sandboxWith(FULL);
  await storeRun('run-1', saved && [...saved]);
  await expect(copied()).rejects.toThrow('run run-1 has saved no rows');
  await expect(stat(out)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('rows that were deleted from the store are said to be gone, and nothing is written', async () => {
  await sandboxWith({ [`/${STORE}/${KEYS.rows}`]: ROWS });
  await storeRun('run-1', [{ database: 'db', ...KEYS }]);
  await expect(copied()).rejects.toThrow(`${KEYS.replay} is not in the divergence store any more`);
  expect(await readdir(out)).toEqual([]);
});

test('without a sandbox there is no store', async () => {
  await storeRun('run-1', [{ database: 'db', ...KEYS }]);
  await expect(copied()).rejects.toThrow(/^no sandbox stands in /);
});
