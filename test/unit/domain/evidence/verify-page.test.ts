import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundleText, parseBundle } from '../../../../lib/domain/evidence/bundle.ts';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import type { RunContents } from '../../../../lib/domain/evidence/run-contents.ts';
import { verifyPage } from '../../../../lib/domain/evidence/verify-page.ts';
import type { StartLeaf } from '../../../../lib/domain/log/log-leaf.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { makeLogWorld } from '../../../fakes/log-world.ts';
import {
  goldenRun,
  makeVerifier,
  replaced,
  signTexts,
  textOf,
  withJudgement,
} from '../../../fakes/signed-run.ts';
import { makeAuthority } from '../../../fakes/time-stamping.ts';

let signed: Awaited<ReturnType<typeof signTexts>>;
let root: string;
beforeAll(async () => {
  signed = await signTexts(withJudgement(goldenRun('v1-backup')));
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'muster-page-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Does what the page says to do, as it is written there: its first block, with the place of the key put in. */
function follow(contents: RunContents, pem = signed.world.signer.pem, environment: NodeJS.ProcessEnv = {}) {
  const directory = join(root, 'run');
  for (const [name, bytes] of contents) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
  writeFileSync(join(root, 'key.pem'), pem);
  const [, block = ''] = /^```\n([\s\S]*?)\n```$/m.exec(textOf(contents, EVIDENCE_FILES.page)) ?? [];
  expect(block).toContain('export KEY=/path/to/key.pem');
  const script = `set -o pipefail\n${block.replace('/path/to/key.pem', join(root, 'key.pem'))}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr };
}

describe('VERIFY.md, followed with openssl, jq and sha256sum', () => {
  test('shows that all of a run holds, and what it says', () => {
    const { status, stdout, stderr } = follow(signed.contents);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.match(/^Verified OK$/gm)).toHaveLength(3);
    expect(stdout).toContain(`"run": "${signed.predicate.run}"`);
    expect(stdout).toContain(`start of ${signed.predicate.run}, logged ${signed.predicate.clocks.startedAt}`);
    expect(stdout).toMatch(/\nall of it holds\n$/);
  });

  test('does so for a run at any place of a log', async () => {
    const world = makeLogWorld({ signer: signed.world.signer });
    for (const version of ['v1-restore', 'v1-replication-check', 'v1-backup']) {
      const run = await signTexts(withJudgement(goldenRun(version)), { world });
      rmSync(join(root, 'run'), { recursive: true, force: true });
      expect(follow(run.contents)).toMatchObject({ status: 0 });
    }
  });

  const changes: readonly (readonly [string, (contents: RunContents) => RunContents])[] = [
    ['a byte of a file', (all) => replaced(all, 'plan.yaml', `${textOf(all, 'plan.yaml')} `)],
    ['a file that is gone', (all) => replaced(all, 'manifest.ndjson', null)],
    ['a file that nobody signed', (all) => replaced(all, 'more.txt', 'x')],
    [
      'a statement',
      (all) => {
        const bundle = parseBundle(textOf(all, EVIDENCE_FILES.drill));
        if (!bundle) return all;
        const payload = Buffer.from(Buffer.from(bundle.payload).toString().replace('"met"', '"MET"'));
        return replaced(all, EVIDENCE_FILES.drill, bundleText({ ...bundle, payload }));
      },
    ],
    [
      'the two bundles exchanged',
      (all) => replaced(all, EVIDENCE_FILES.drill, textOf(all, EVIDENCE_FILES.testResult)),
    ],
    [
      'a leaf of the log',
      (all) =>
        replaced(all, EVIDENCE_FILES.proof, textOf(all, EVIDENCE_FILES.proof).replace('rehearsal', 'live')),
    ],
    [
      'the checkpoint',
      (all) =>
        replaced(
          all,
          EVIDENCE_FILES.checkpoint,
          textOf(all, EVIDENCE_FILES.checkpoint).replace('\n5\n', '\n6\n'),
        ),
    ],
  ];
  test.each(changes)('shows %s', (_what, change) => {
    const changed = change(signed.contents);
    expect(changed).not.toEqual(signed.contents);
    const { status, stdout } = follow(changed);
    expect(status).not.toBe(0);
    expect(stdout).not.toContain('all of it holds');
  });

  test('shows a link that nobody signed', () => {
    mkdirSync(join(root, 'run'));
    symlinkSync('/etc/hosts', join(root, 'run', 'more.txt'));
    expect(follow(signed.contents)).toMatchObject({ status: 1 });
  });

  test.each<[string, Partial<StartLeaf>]>([
    ['objectives', { objectives: {} }],
    ['scope', { scope: 'live' }],
    ['target', { target: 'aws' }],
    ['plan', { plan: { name: 'orders', sha256: '00'.repeat(32) } }],
    ['time', { late: true }],
  ])('shows a start in the log of another %s', async (_, start) => {
    const run = await signTexts(withJudgement(goldenRun('v1-backup')), { start });
    const { status, stdout } = follow(run.contents, run.world.signer.pem);
    expect(status).not.toBe(0);
    expect(stdout).not.toContain('all of it holds');
  });

  test('stays the page that it was for runs that have the first one', () => {
    const { predicate, contents, world } = signed;
    const { keyId } = world.signer.own;
    const page = verifyPage({ predicate, keyId }, 'first');
    expect(page).not.toBe(textOf(contents, EVIDENCE_FILES.page));
    const former = replaced(contents, EVIDENCE_FILES.page, page);
    expect(verifyRun(makeVerifier([world]), former).findings).toEqual([]);
    expect(follow(former)).toMatchObject({ status: 0 });
  });

  test('shows another key', () => {
    expect(follow(signed.contents, makeLogWorld().signer.pem)).toMatchObject({ status: 1, stdout: '' });
  });
});

describe('VERIFY.md of a run that an authority has stamped', () => {
  let authority: Awaited<ReturnType<typeof makeAuthority>>;
  let stamped: Awaited<ReturnType<typeof signTexts>>;
  beforeAll(async () => {
    authority = await makeAuthority();
    stamped = await signTexts(withJudgement(goldenRun('v1-backup')), { stamps: authority.reply });
  });
  afterAll(() => authority.remove());
  const followed = (contents: RunContents, environment = {}) =>
    follow(contents, stamped.world.signer.pem, environment);

  test('shows when that was, to whom it is said whose certificates to trust', () => {
    const { status, stdout, stderr } = followed(stamped.contents, { TSA: authority.rootFile });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.match(/^Time stamp: \w{3} .* GMT$/gm)).toHaveLength(2);
    expect(stdout).toMatch(/\nall of it holds\n$/);
    expect(followed(stamped.contents)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('TSA names no certificates: time stamps are not checked\n'),
    });
  });

  test('fails where the stamp is of another signature, or of an authority that is not trusted', async () => {
    const [drill, result] = [EVIDENCE_FILES.drill, EVIDENCE_FILES.testResult].map((file) =>
      parseBundle(textOf(stamped.contents, file)),
    );
    if (!drill || !result) throw new RangeError('no bundles');
    const mixed = replaced(
      stamped.contents,
      EVIDENCE_FILES.drill,
      bundleText({ ...drill, stamp: result.stamp }),
    );
    expect(followed(mixed, { TSA: authority.rootFile }).status).not.toBe(0);
    const other = await makeAuthority();
    try {
      expect(followed(stamped.contents, { TSA: other.rootFile }).status).not.toBe(0);
    } finally {
      await other.remove();
    }
  });

  test('is the page that belongs to it', () => {
    const { findings } = verifyRun(makeVerifier([stamped.world]), stamped.contents);
    expect(findings).toEqual([]);
  });
});
