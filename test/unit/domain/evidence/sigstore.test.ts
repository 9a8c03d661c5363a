import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, type TrustMaterial, Verifier } from '@sigstore/verify';
import { X509Certificate } from '@sigstore/core';
import { createPublicKey } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { bundleText, parseBundle } from '../../../../lib/domain/evidence/bundle.ts';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import { makeLogWorld } from '../../../fakes/log-world.ts';
import { signTexts, textOf, tinyRun } from '../../../fakes/signed-run.ts';
import { makeAuthority } from '../../../fakes/time-stamping.ts';

const NO_THRESHOLDS = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 };

let signed: Awaited<ReturnType<typeof signTexts>>;
beforeAll(async () => {
  signed = await signTexts(tinyRun());
});

/** What Sigstore's own verifier says of a bundle, to somebody who trusts one key. */
function accepts(
  text: string,
  { keyId, spki } = signed.world.signer.own,
  timestampAuthorities: TrustMaterial['timestampAuthorities'] = [],
): boolean {
  const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const trust: TrustMaterial = {
    certificateAuthorities: [],
    timestampAuthorities,
    tlogs: [],
    ctlogs: [],
    publicKey: (hint) => {
      if (hint !== keyId) throw new Error(`no key ${hint}`);
      return { publicKey, validFor: () => true };
    },
  };
  try {
    const timestampThreshold = timestampAuthorities.length;
    new Verifier(trust, { ...NO_THRESHOLDS, timestampThreshold }).verify(
      toSignedEntity(bundleFromJSON(JSON.parse(text))),
    );
    return true;
  } catch {
    return false;
  }
}

test.each([EVIDENCE_FILES.drill, EVIDENCE_FILES.testResult])('Sigstore’s own verifier takes %s', (file) => {
  const text = textOf(signed.contents, file);
  expect(accepts(text)).toBe(true);
  expect(JSON.parse(text)).toMatchObject({
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    dsseEnvelope: {
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ keyid: expect.any(String) }],
    },
  });
});

test('and refuses another key, another payload and another signature', () => {
  const bundle = parseBundle(textOf(signed.contents, EVIDENCE_FILES.drill));
  const other = parseBundle(textOf(signed.contents, EVIDENCE_FILES.testResult));
  if (!bundle || !other) throw new RangeError('no bundles');
  expect(accepts(bundleText(bundle), makeLogWorld().signer.own)).toBe(false);
  expect(accepts(bundleText({ ...bundle, payload: other.payload }))).toBe(false);
  expect(accepts(bundleText({ ...bundle, signature: other.signature }))).toBe(false);
});

test.each([
  ['white space', (text: string) => ` ${text}`],
  ['two signatures', (text: string) => text.replace(/"signatures":\[(.*?)\]/, '"signatures":[$1,$1]')],
  ['no signature', (text: string) => text.replace(/"signatures":\[.*?\]/, '"signatures":[]')],
  ['another payload type', (text: string) => text.replace('in-toto+json', 'else+json')],
  ['another version', (text: string) => text.replace('bundle.v0.3', 'bundle.v0.2')],
  ['another hint', (text: string) => text.replace('"hint":"', '"hint":"00')],
  ['more in it', (text: string) => text.replace('{', '{"a":1,')],
  ['no bundle at all', () => '{}'],
  ['a number', () => '1'],
])('a bundle with %s is none', (_what, change) => {
  const text = textOf(signed.contents, EVIDENCE_FILES.drill);
  expect(change(text)).not.toBe(text);
  expect(parseBundle(text)).not.toBeNull();
  expect(parseBundle(change(text))).toBeNull();
});

test('it takes the time stamp of an authority that it trusts, and asks for one of whom it trusts', async () => {
  const authority = await makeAuthority();
  try {
    const stamped = await signTexts(tinyRun(), { stamps: authority.reply });
    const certChain = [authority.certificate, authority.root].map((pem) => X509Certificate.parse(pem));
    const trusted = [{ certChain, validFor: { start: new Date(0), end: new Date('2999-01-01') } }];
    const { own } = stamped.world.signer;
    for (const file of [EVIDENCE_FILES.drill, EVIDENCE_FILES.testResult]) {
      const text = textOf(stamped.contents, file);
      expect(accepts(text, own, trusted)).toBe(true);
      // It takes no stamp of whom it does not know, where ours goes on without one.
      expect(accepts(text, own)).toBe(false);
      const bundle = parseBundle(text);
      expect(bundle && accepts(bundleText({ ...bundle, stamp: null }), own, trusted)).toBe(false);
    }
  } finally {
    await authority.remove();
  }
});
