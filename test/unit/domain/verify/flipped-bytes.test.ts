import { beforeAll, describe, expect, test } from 'vitest';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import type { RunContents } from '../../../../lib/domain/evidence/run-contents.ts';
import { codeOf, FINDING_CODES } from '../../../../lib/domain/verify/finding.ts';
import type { Verifier } from '../../../../lib/domain/verify/verifier.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { makeVerifier, replaced, signTexts, tinyRun } from '../../../fakes/signed-run.ts';

/** Codes that a change of one byte may have: what the byte says decides which. */
const CODES: Readonly<Record<string, readonly (keyof typeof FINDING_CODES)[]>> = {
  'record.ndjson': ['bytes-changed'],
  'plan.yaml': ['bytes-changed'],
  'judgement.json': ['bytes-changed'],
  'report-rehearsal.txt': ['bytes-changed'],
  // The payload and the signature, the form, and the name of the key.
  [EVIDENCE_FILES.drill]: ['signature-wrong', 'not-in-one-form', 'no-trusted-key'],
  [EVIDENCE_FILES.testResult]: ['signature-wrong', 'not-in-one-form', 'no-trusted-key'],
  [EVIDENCE_FILES.proof]: ['not-in-log', 'checkpoint-replayed', 'not-in-one-form'],
  [EVIDENCE_FILES.checkpoint]: ['signature-wrong', 'not-in-one-form', 'no-trusted-key'],
  [EVIDENCE_FILES.page]: ['not-in-one-form'],
};

let contents: RunContents;
let verifier: Verifier;
beforeAll(async () => {
  const signed = await signTexts(tinyRun());
  contents = signed.contents;
  verifier = makeVerifier([signed.world]);
});

const found = (changed: RunContents) => verifyRun(verifier, changed).findings;

/** Another bit at each place, so that all eight are tried many times in every file. */
function flipped(bytes: Uint8Array, place: number): Uint8Array {
  return bytes.map((byte, at) => (at === place ? byte ^ (1 << (place % 8)) : byte));
}

describe('a small run, whole', () => {
  test('is verified', () => {
    expect(found(contents)).toEqual([]);
    expect([...contents.keys()].toSorted()).toEqual(Object.keys(CODES).toSorted());
  });

  // One bundle is 13,000 bytes, and each of them is a verification.
  test.each(Object.entries(CODES))(
    'has no byte in %s that can be another',
    { timeout: 240_000 },
    (file, kinds) => {
      const bytes = contents.get(file) ?? new Uint8Array();
      const allowed = kinds.map((kind) => FINDING_CODES[kind]);
      const wrong = Array.from(bytes.keys()).flatMap((place) => {
        const code = codeOf(found(replaced(contents, file, flipped(bytes, place))));
        return allowed.some((one) => one === code) ? [] : [`byte ${place}: code ${code}`];
      });
      expect(bytes.length).toBeGreaterThan(0);
      expect(wrong).toEqual([]);
    },
  );

  test.each(Object.keys(CODES))('has no file that can be shorter or longer: %s', (file) => {
    const bytes = contents.get(file) ?? new Uint8Array();
    const lengths = [0, 1, Math.floor(bytes.length / 2), bytes.length - 2, bytes.length - 1];
    const others = [...lengths.map((length) => bytes.slice(0, length)), Uint8Array.of(...bytes, 10)];
    for (const other of others) {
      const kinds = found(replaced(contents, file, other)).map(({ kind }) => kind);
      expect(kinds).toContain(file.startsWith('evidence/') ? 'not-in-one-form' : 'bytes-changed');
    }
  });

  test.each(Object.keys(CODES))('has no file that can be left out: %s', (file) => {
    const missing = found(replaced(contents, file, null));
    expect(codeOf(missing)).toBe(FINDING_CODES['file-missing']);
    expect(missing).toContainEqual(expect.objectContaining({ kind: 'file-missing', file }));
  });

  test.each(['truth.ndjson', 'evidence/notes.txt', 'evidence/drill.sigstore.json.bak', 'more/plan.yaml'])(
    'has no place for %s',
    (file) => {
      const extra = found(replaced(contents, file, 'x'));
      expect(codeOf(extra)).toBe(FINDING_CODES['file-extra']);
      expect(extra.every((finding) => finding.file === file)).toBe(true);
    },
  );
});
