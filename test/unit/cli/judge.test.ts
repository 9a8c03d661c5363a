import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { judge } from '../../../lib/cli/judge.ts';
import { RULES_VERSION } from '../../../lib/domain/judge/judge-rules.ts';
import { FailoverJudgement } from '../../../lib/domain/run/failover-judgement.ts';
import { writeGoldenRun } from '../../fakes/run-fixture-golden.ts';
import { buildRunFixture, type RunFixtureOptions } from '../../fakes/run-fixture.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-judge-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

class Collected extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void) {
    this.text += chunk.toString();
    done();
  }
}

async function run({ json }: { json: boolean }) {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const code = await judge({ directory, json, stdout, stderr, colour: false });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

function write(options: RunFixtureOptions) {
  for (const [name, text] of Object.entries(buildRunFixture(options).texts))
    writeFileSync(join(directory, name), text);
}

test('a run that was met exits with 0, prints its report and agrees with the stored judgement', async () => {
  writeGoldenRun(directory);
  const { code, stdout, stderr } = await run({ json: false });
  expect([code, stderr]).toEqual([0, 'The stored judgement.json says the same.\n']);
  expect(stdout).toContain('REHEARSAL');
});

test('with --json it prints the one object and nothing else', async () => {
  writeGoldenRun(directory);
  const { stdout } = await run({ json: true });
  expect(stdout.split('\n')).toHaveLength(2);
  expect(FailoverJudgement.parse(JSON.parse(stdout)).directory).toBe(directory);
});

test.each([
  [{ rtoSeconds: 0.05 }, 1],
  [{ inject: false, outage: false }, 2],
])('a run with %o exits with %d', async (options, code) => {
  write(options);
  expect(await run({ json: true })).toMatchObject({
    code,
    stderr: 'No judgement.json is stored here: nothing to compare with.\n',
  });
});

test('says field by field where a stored judgement differs, and exits by the new verdict', async () => {
  writeGoldenRun(directory);
  const { stdout } = await run({ json: true });
  const stored = { ...JSON.parse(stdout), verdicts: { ...JSON.parse(stdout).verdicts, rto: 'missed' } };
  writeFileSync(join(directory, 'judgement.json'), JSON.stringify(stored));
  expect(await run({ json: true })).toMatchObject({
    code: 0,
    stderr:
      'The stored judgement.json differs in 1 field:\n  verdicts.rto: stored "missed", recomputed "met"\n',
  });
});

test('says by which rules it was judged where those are others, and names no field for that alone', async () => {
  writeGoldenRun(directory);
  const before = { ...JSON.parse((await run({ json: true })).stdout), rules: undefined };
  const path = join(directory, 'judgement.json');
  writeFileSync(path, JSON.stringify(before));
  expect((await run({ json: true })).stderr).toBe(
    `The stored judgement.json, by rules 1, says the same as rules ${RULES_VERSION}, which this version has.\n`,
  );
  writeFileSync(path, JSON.stringify({ ...before, verdicts: { ...before.verdicts, rto: 'missed' } }));
  expect((await run({ json: true })).stderr).toBe(
    `The stored judgement.json, by rules 1, differs from what rules ${RULES_VERSION} of this version come to in 1 field:\n  verdicts.rto: stored "missed", recomputed "met"\n`,
  );
});

test('a directory that holds no run is a mistake of the caller', async () => {
  await expect(run({ json: false })).rejects.toThrow(
    `${directory} is no run's directory: it holds no record.ndjson; name the directory that a drill printed as "Run directory"`,
  );
});

test('a file of the run that cannot be read is named, with what to do', async () => {
  writeGoldenRun(directory);
  rmSync(join(directory, 'ledger.ndjson'));
  mkdirSync(join(directory, 'ledger.ndjson'));
  await expect(run({ json: false })).rejects.toThrow(
    `${join(directory, 'ledger.ndjson')}: expected a file of the run, and it is a directory; judge a copy of the run's directory that is whole and that you may read`,
  );
});

test('of a stored judgement that differs throughout, the first fields are named and the rest counted', async () => {
  writeGoldenRun(directory);
  const made = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`field${index}`, index]));
  writeFileSync(join(directory, 'judgement.json'), JSON.stringify(made));
  const lines = (await run({ json: true })).stderr.split('\n');
  expect(lines).toHaveLength(43);
  expect(lines[41]).toMatch(/^ {2}… and \d+ more$/);
});
