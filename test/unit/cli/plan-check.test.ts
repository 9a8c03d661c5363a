import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planCheck } from '../../../lib/cli/plan-check.ts';

const directory = mkdtempSync(join(tmpdir(), 'muster-plan-check-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function check(file: string, json = false) {
  const written = { out: '', err: '' };
  const code = await planCheck({
    file,
    json,
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
}

function fileWith(name: string, content: string | Uint8Array): string {
  const file = join(directory, name);
  writeFileSync(file, content);
  return file;
}

describe('muster plan check', () => {
  it('says what a good plan holds, and ends with 0', async () => {
    expect(await check('drills/plans/orders.yaml')).toEqual({
      code: 0,
      out: 'drills/plans/orders.yaml: ok: plan orders, 2 services in 2 waves, 1 database, 1 bucket\n',
      err: '',
    });
  });

  it('says everything that is wrong with a bad plan, and ends with 64', async () => {
    const file = fileWith('bad.yaml', 'schemaVersion: 1\nname: bad\nsites: 3\ndatabase: []\n');
    expect(await check(file)).toEqual({
      code: 64,
      out: `${file}:1:1: databases: expected a list, found nothing
${file}:3:8: sites: expected a map, found the number 3
${file}:4:1: database: expected a known key, found the unknown key "database"
    did you mean "databases"?
${file}: 3 problems; fields and units: docs/plan.md; a plan to start from: npx muster plan new
`,
      err: '',
    });
  });

  it('warns of a topic that a failover could not be announced to, and the plan is ok', async () => {
    const lost = 'arn:aws:sns:eu-central-1:111122223333:on-call';
    const orders = readFileSync('drills/plans/orders.yaml', 'utf8');
    const file = fileWith('lost-topic.yaml', `${orders}notifications: { topics: ['${lost}'] }\n`);
    const warning = `notifications.topics[0]: expected a topic outside of eu-central-1, the region that is lost, found "${lost}"; a failover could not be announced there: name a topic of the recovery region`;
    expect(await check(file)).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${file}: warning: ${warning}\n${file}: ok: plan orders`),
    });
    expect(JSON.parse((await check(file, true)).out)).toMatchObject({ ok: true, warnings: [warning] });
  });

  it('warns of approvals that one of the people named could not start a run with', async () => {
    const orders = readFileSync('drills/plans/orders.yaml', 'utf8');
    const file = fileWith('two-people.yaml', `${orders}approvals: { people: [{ name: A }, { name: B }] }\n`);
    expect((await check(file)).out).toContain(
      `${file}: warning: approvals.divergence.needed: expected fewer`,
    );
  });

  it('waits for no pipe that nobody writes to, and reads no device', async () => {
    const pipe = join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect((await check(pipe)).out).toMatch(`${pipe}:1:1: expected a recovery plan, found a pipe\n`);
    expect((await check('/dev/zero')).out).toMatch(
      '/dev/zero:1:1: expected a recovery plan, found a device\n',
    );
    expect((await check('')).out).toMatch('"":1:1: expected a recovery plan, found no such file\n');
  });

  it('writes one JSON object', async () => {
    const file = fileWith('empty.yaml', '');
    const bad = await check(file, true);
    expect(bad.code).toBe(64);
    expect(JSON.parse(bad.out)).toEqual({
      schemaVersion: 1,
      file,
      ok: false,
      plan: null,
      problems: [
        {
          file,
          line: 1,
          column: 1,
          path: '',
          expected: 'a recovery plan',
          found: 'an empty file',
          remedy: null,
        },
      ],
      warnings: [],
    });
    const good = await check('drills/plans/orders.yaml', true);
    expect(JSON.parse(good.out)).toEqual({
      schemaVersion: 1,
      file: 'drills/plans/orders.yaml',
      ok: true,
      plan: 'orders',
      problems: [],
      warnings: [],
    });
  });

  it.each([
    ['a missing file', () => join(directory, 'none.yaml'), 'no such file'],
    ['a directory', () => directory, 'a directory'],
  ])('answers %s like any other problem', async (_what, fileOf, found) => {
    const file = fileOf();
    expect(await check(file)).toEqual({
      code: 64,
      out: `${file}:1:1: expected a recovery plan, found ${found}
    name a YAML file; drills/plans/orders.yaml is one to start from
${file}: 1 problem; fields and units: docs/plan.md; a plan to start from: npx muster plan new
`,
      err: '',
    });
  });

  it('reads no more of a file than shows that it is too large', async () => {
    const huge = fileWith('huge.yaml', '');
    truncateSync(huge, 2 ** 40);
    const { code, out } = await check(huge);
    expect(code).toBe(64);
    expect(out).toContain(`${huge}:1:1: expected a plan of at most 1048576 bytes, found 1048577 or more\n`);
  });

  it('answers ten megabytes of noise', async () => {
    const noise = new Uint8Array(10_000_000).map((_, at) => (at * 7919) % 256);
    expect((await check(fileWith('noise.yaml', noise))).code).toBe(64);
  });
});
