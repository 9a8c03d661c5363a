import { describe, expect, it } from 'vitest';
import { verifyEd25519 } from '../../../../lib/cli/witness-keys.ts';
import { noteText, parseNote } from '../../../../lib/domain/log/checkpoint.ts';
import { cosignatureOf, isBy, verifiedCosignature } from '../../../../lib/domain/log/cosignature.ts';
import { parseWitnessKey, witnessKey, witnessKeyText } from '../../../../lib/domain/log/witness-key.ts';
import { sha256Bytes } from '../../../fakes/fake-signer.ts';
import { makeWitnessSigner, WITNESSED_AT } from '../../../fakes/fake-witness.ts';

/** A checkpoint of a public log as it was published, with lines of its two keys and of four public witnesses. */
const PUBLISHED = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`;
/** 2026-05-23T21:50:24Z, which all four say. */
const PUBLISHED_AT = 0x6a122120;
const KEYS = [
  'transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM',
  'witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO',
  'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2',
  'witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv',
];

const published = () => {
  const note = parseNote(PUBLISHED);
  if (!note) throw new RangeError('no note');
  return note;
};
const keyOf = (text: string) => {
  const key = parseWitnessKey(sha256Bytes, text);
  if (!key) throw new RangeError(`no key: ${text}`);
  return key;
};

describe('a key of a witness', () => {
  it.each(KEYS)('is read as it was published: %s', (text) => {
    expect(witnessKeyText(keyOf(text))).toBe(text);
  });

  const [, , KEY = ''] = KEYS;
  it.each([
    ['another hint', KEY.replace('+da77ade7+', '+da77ade8+')],
    ['another name', KEY.replace('remora', 'tremor')],
    ['another type', KEY.replace('+BOvN', '+AOvN')],
    ['a shorter key', KEY.slice(0, -4)],
    ['spare bits', `${KEY}=`],
    ['no name', KEY.replace('remora.n621.de', '')],
    ['a name with a space', KEY.replace('remora.', 'remora ')],
    ['nothing', ''],
  ])('with %s is none', (_what, text) => {
    expect(text).not.toBe(KEY);
    expect(parseWitnessKey(sha256Bytes, text)).toBeNull();
  });

  it('has a name that a signed note can have', () => {
    const { publicKey } = keyOf(KEY);
    expect(witnessKey(sha256Bytes, 'a b', publicKey)).toBeNull();
    expect(witnessKey(sha256Bytes, 'a+b', publicKey)).toBeNull();
    expect(witnessKey(sha256Bytes, 'ab', publicKey.slice(1))).toBeNull();
  });
});

describe('a note with several signatures', () => {
  it('is read with all of them, in their order, and written as it was', () => {
    const { checkpoint, signatures } = published();
    expect(checkpoint).toMatchObject({
      origin: 'arche2025h1.staging.ct.transparency.dev',
      size: 1_432_088_532,
    });
    expect(signatures.map(({ keyHint }) => keyHint)).toEqual([
      'cd333cb1',
      'ba2f06c0',
      'd8042a87',
      'a48c820f',
      'da77ade7',
      '67f7aea0',
    ]);
    expect(noteText(published())).toBe(PUBLISHED);
  });

  it.each([
    ['without a line', PUBLISHED.replace(/— [\s\S]+$/, '')],
    ['with half a line', PUBLISHED.slice(0, -1)],
    ['with an empty signature', `${PUBLISHED}— x AAAAAA==\n`],
    ['with something else below', `${PUBLISHED}x\n`],
    ['with an empty line between', PUBLISHED.replace('— remora', '\n— remora')],
  ])('is none %s', (_what, text) => {
    expect(text).not.toBe(PUBLISHED);
    expect(parseNote(text)).toBeNull();
  });
});

describe('a cosignature', () => {
  it.each(KEYS)('that was published is verified: %s', (text) => {
    const { checkpoint, signatures } = published();
    const witness = keyOf(text);
    const own = signatures.filter((line) => isBy(witness, line));
    expect(own).toHaveLength(1);
    for (const line of own) {
      const read = verifiedCosignature(verifyEd25519, { witness, checkpoint }, line);
      expect(read?.seconds).toBe(PUBLISHED_AT);
      expect(read && cosignatureOf(witness, read)).toEqual(line);
      const other = { ...checkpoint, size: checkpoint.size + 1 };
      expect(verifiedCosignature(verifyEd25519, { witness, checkpoint: other }, line)).toBeNull();
    }
  });

  it('is over its moment and the whole text: no byte of either can be another', () => {
    const signer = makeWitnessSigner();
    const { checkpoint } = published();
    const line = signer.lineFor(checkpoint);
    const read = (signature: Uint8Array) =>
      verifiedCosignature(verifyEd25519, { witness: signer.key, checkpoint }, { ...line, signature });
    expect(read(line.signature)?.seconds).toBe(WITNESSED_AT);
    for (const place of line.signature.keys()) {
      const changed = line.signature.map((byte, at) => (at === place ? byte ^ 1 : byte));
      expect(read(changed), `byte ${place}`).toBeNull();
    }
    const others = [{ origin: 'else', size: 1, root: checkpoint.root }];
    const more = { witness: signer.key, checkpoint: { ...checkpoint, others } };
    expect(verifiedCosignature(verifyEd25519, more, line)).toBeNull();
    expect(read(line.signature.slice(1))).toBeNull();
  });

  it('says a moment that there is', () => {
    const signer = makeWitnessSigner();
    const { checkpoint } = published();
    const secondsOf = (seconds: number) =>
      verifiedCosignature(
        verifyEd25519,
        { witness: signer.key, checkpoint },
        signer.lineFor(checkpoint, seconds),
      )?.seconds;
    expect([0, 1, 253_402_300_799, 253_402_300_800].map(secondsOf)).toEqual([
      undefined,
      1,
      253_402_300_799,
      undefined,
    ]);
  });

  it('is by whom its name and its hint say, together', () => {
    const signer = makeWitnessSigner();
    const line = signer.lineFor(published().checkpoint);
    expect(isBy(signer.key, line)).toBe(true);
    expect(isBy({ ...signer.key, name: 'else' }, line)).toBe(false);
    expect(isBy({ ...signer.key, keyHint: '00000000' }, line)).toBe(false);
  });
});
