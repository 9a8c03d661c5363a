import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleText, parseBundle } from '../../../../lib/domain/evidence/bundle.ts';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import type { RunContents } from '../../../../lib/domain/evidence/run-contents.ts';
import { normalTimeStamp, parseTimeStamp } from '../../../../lib/domain/evidence/time-stamp.ts';
import { sameBytes, utf8 } from '../../../../lib/domain/bytes.ts';
import { codeOf } from '../../../../lib/domain/verify/finding.ts';
import { stillForged } from '../../../../lib/domain/verify/grade.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { makeAuthority } from '../../../fakes/time-stamping.ts';
import {
  makeVerifier,
  replaced,
  signTexts,
  textOf,
  tinyRun,
  tinyRunWith,
} from '../../../fakes/signed-run.ts';

type Authority = Awaited<ReturnType<typeof makeAuthority>>;
const authorities: Authority[] = [];
async function authority(options: Parameters<typeof makeAuthority>[0] = {}): Promise<Authority> {
  const made = await makeAuthority(options);
  authorities.push(made);
  return made;
}
let usual: Authority;
let stamped: Awaited<ReturnType<typeof signTexts>>;
beforeAll(async () => {
  usual = await authority();
  stamped = await signTexts(tinyRun(), { stamps: usual.reply });
});
afterAll(() => Promise.all(authorities.map(({ remove }) => remove())));

const FILES = [EVIDENCE_FILES.drill, EVIDENCE_FILES.testResult];
const stampOf = (contents: RunContents, file: string = EVIDENCE_FILES.drill) =>
  parseBundle(textOf(contents, file))?.stamp ?? null;

function withStamp(contents: RunContents, file: string, stamp: Uint8Array | null): RunContents {
  const bundle = parseBundle(textOf(contents, file));
  if (!bundle) throw new RangeError(`${file} is no bundle`);
  return replaced(contents, file, bundleText({ ...bundle, stamp }));
}

function verified(contents: RunContents, { roots = [usual.root] }: { roots?: readonly string[] } = {}) {
  const { findings, notes, dated, stoodFor } = verifyRun(
    makeVerifier([stamped.world], { authorities: roots }),
    contents,
  );
  const says = findings.map(({ kind, file, says: words }) => `${kind} ${file} ${words}`);
  return { code: codeOf(findings), says, notes, dated, forged: stillForged(stoodFor) };
}

describe('a run whose signatures an authority has stamped', () => {
  test.each([
    ['rsa', 'sha256'],
    ['rsa', 'sha512'],
    ['ec', 'sha512'],
  ] as const)('by a key of kind %s and %s is dated by it', async (key, digest) => {
    const own = await authority({ key, digest });
    const before = Math.floor(Date.now() / 1000) * 1e6;
    const run = await signTexts(tinyRun(), { stamps: own.reply });
    const { findings, dated } = verifyRun(
      makeVerifier([run.world], { authorities: [own.root] }),
      run.contents,
    );
    expect(findings).toEqual([]);
    expect(dated?.by).toBe('CN=Authority');
    expect(dated?.at).toBeGreaterThanOrEqual(before);
    expect(dated?.at).toBeLessThanOrEqual(Date.now() * 1000);
  });

  test('cannot be dated as its operator likes any more, and no more than that', () => {
    const { code, notes, forged } = verified(stamped.contents);
    expect([code, notes]).toEqual([0, []]);
    const without = verified(stamped.contents, { roots: [] }).forged;
    expect(forged.filter((line) => !without.includes(line))).toEqual([
      expect.stringMatching(/^date it back, .* from the moment that the authority has stamped it/),
    ]);
    expect(without.filter((line) => !forged.includes(line))).toEqual([
      'date it as they like, since every clock is theirs',
    ]);
  });

  test('of an authority that is not trusted is dated by nobody, which is said', async () => {
    const other = await authority();
    const { code, notes, dated } = verified(stamped.contents, { roots: [other.root] });
    expect([code, dated]).toEqual([0, null]);
    expect(notes).toEqual(
      FILES.map((file) =>
        expect.stringMatching(
          new RegExp(`^${file} has a time stamp of .* by CN=Authority: no certificate that you trust`),
        ),
      ),
    );
    expect(verified(stamped.contents, { roots: [] }).notes[0]).toContain('--tsa says');
  });

  test('is dated by the certificate of the authority itself as well as by its root', () => {
    expect(verified(stamped.contents, { roots: [usual.certificate] }).dated).not.toBeNull();
  });

  test('is none of the time after its certificate has ended', () => {
    const stamp = parseTimeStamp(stampOf(stamped.contents) ?? utf8(''));
    if (!stamp) throw new RangeError('no stamp');
    const { checkTimeStamp } = makeVerifier([]);
    const late = { ...stamp, at: stamp.at + 31 * 86_400 * 1e6 };
    expect(checkTimeStamp(late, [usual.root]).distrusted).toMatch(
      /^the certificate of CN=Authority was not valid at /,
    );
    expect(checkTimeStamp(stamp, [usual.root]).distrusted).toBeNull();
  });

  test('shows every byte of it that was changed', () => {
    const bundle = parseBundle(textOf(stamped.contents, EVIDENCE_FILES.drill));
    if (!bundle?.stamp) throw new RangeError('no stamp');
    const { checkTimeStamp, sha256 } = makeVerifier([]);
    const digest = sha256(bundle.signature);
    const isTaken = (bytes: Uint8Array) => {
      const stamp = parseTimeStamp(bytes);
      return stamp !== null && sameBytes(stamp.digest, digest) && checkTimeStamp(stamp, []).wrong === null;
    };
    const whole = bundle.stamp;
    expect(isTaken(whole)).toBe(true);
    const unseen = [...whole.keys()].filter((place) =>
      [1, 0x20, 0x80].some((bit) =>
        isTaken(Uint8Array.from(whole, (byte, index) => (index === place ? byte ^ bit : byte))),
      ),
    );
    expect(unseen).toEqual([]);
  });

  test('cannot have the stamp of another signature, nor one beside it, nor one of before it was sealed', async () => {
    const result = stampOf(stamped.contents, EVIDENCE_FILES.testResult);
    expect(verified(withStamp(stamped.contents, EVIDENCE_FILES.drill, result))).toMatchObject({
      code: 11,
      says: [`signature-wrong ${EVIDENCE_FILES.drill} has the time stamp of another signature`],
    });
    const words = utf8('stamped, truly');
    expect(verified(withStamp(stamped.contents, EVIDENCE_FILES.drill, words))).toMatchObject({
      code: 19,
      says: [`not-in-one-form ${EVIDENCE_FILES.drill} has a time stamp that is none in its one form`],
    });
    const future = await signTexts(tinyRunWith({ sealedAt: '2999-01-01T00:00:00.000000Z' }), {
      stamps: usual.reply,
    });
    const { findings } = verifyRun(
      makeVerifier([future.world], { authorities: [usual.root] }),
      future.contents,
    );
    expect(findings.filter(({ kind }) => kind === 'record-contradicted').map(({ says }) => says)).toEqual([
      expect.stringMatching(
        /^was stamped at .*, before its record was sealed by its own clock, at 2999-01-01T/,
      ),
      expect.stringMatching(
        /^was stamped at .*, before its record was sealed by its own clock, at 2999-01-01T/,
      ),
    ]);
  });
});

describe('an answer of an authority', () => {
  test('is kept without what nobody has signed', async () => {
    const stamp = stampOf(stamped.contents);
    expect(stamp && normalTimeStamp(stamp)).toEqual(stamp);
    expect(parseTimeStamp(Uint8Array.of(...(stamp ?? []), 0))).toBeNull();
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a refusal', Uint8Array.of(0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02)],
    ['words', utf8('not today')],
  ])('that is %s is none', (_, answer) => {
    expect(normalTimeStamp(answer)).toBeNull();
    expect(parseTimeStamp(answer)).toBeNull();
  });
});

test('a stamp that the plan wants and nobody gave is noted', async () => {
  const plan = 'name: tiny\nevidence:\n  timestampAuthority: http://tsa.example/\n';
  const run = await signTexts(tinyRunWith({ plan }));
  const { findings, notes } = verifyRun(makeVerifier([run.world]), run.contents);
  expect(findings).toEqual([]);
  expect(notes).toEqual(
    FILES.map(
      (file) =>
        `${file} has no time stamp, which its plan wants of http://tsa.example/: nobody else says when it was signed`,
    ),
  );
});
