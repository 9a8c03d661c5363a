import { describe, expect, it } from 'vitest';
import { base64, hex, sameBytes } from '../../../../lib/domain/bytes.ts';
import {
  type Checkpoint,
  checkpointBody,
  keyHintOf,
  parseCheckpoint,
  signedBytes,
  signedNote,
} from '../../../../lib/domain/log/checkpoint.ts';
import { makeFakeSigner, sha256Bytes, verifyBytes } from '../../../fakes/fake-signer.ts';

const ROOT = sha256Bytes(new Uint8Array());
const CHECKPOINT: Checkpoint = {
  origin: 'muster/eu-west-1/evidence-ireland',
  size: 12,
  root: ROOT,
  others: [{ origin: 'muster/eu-central-1/evidence-frankfurt', size: 3, root: ROOT }],
};
const signer = makeFakeSigner();

async function note(checkpoint = CHECKPOINT) {
  const signature = await signer.sign(signedBytes(checkpoint));
  return signedNote({ checkpoint, keyHint: keyHintOf(sha256Bytes, signer.own.spki), signature });
}

describe('a checkpoint', () => {
  it('is the text that others sign and read', () => {
    expect(checkpointBody(CHECKPOINT)).toBe(
      `muster/eu-west-1/evidence-ireland\n12\n${base64(ROOT)}\n` +
        `other muster/eu-central-1/evidence-frankfurt 3 ${base64(ROOT)}\n`,
    );
  });

  it('is read as it was written, and its signature is over the text before the empty line', async () => {
    const text = await note();
    const read = parseCheckpoint(text);
    expect(read?.checkpoint).toEqual(CHECKPOINT);
    expect(read?.keyHint).toBe(hex(sha256Bytes(signer.own.spki)).slice(0, 8));
    const [body] = text.split('\n\n');
    expect(verifyBytes(signer.own.spki, Buffer.from(`${body}\n`), read?.signature ?? ROOT)).toBe(true);
  });

  it('has one form only: whatever byte is changed, it is another checkpoint or none', async () => {
    const bytes = Buffer.from(await note());
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      const read = parseCheckpoint(changed.toString('utf8'));
      const same =
        read !== null &&
        sameBytes(signedBytes(read.checkpoint), signedBytes(CHECKPOINT)) &&
        read.keyHint === keyHintOf(sha256Bytes, signer.own.spki) &&
        verifyBytes(signer.own.spki, signedBytes(read.checkpoint), read.signature);
      expect(same, `byte ${place}`).toBe(false);
    }
  });

  it.each([
    ['a size with a leading zero', (text: string) => text.replace('\n12\n', '\n012\n')],
    ['a size of thirteen digits', (text: string) => text.replace('\n12\n', '\n1000000000000\n')],
    ['a root that is shorter', (text: string) => text.replace(`${base64(ROOT)}\n`, 'AAAA\n')],
    ['a root whose spare bits are set', (text: string) => text.replace('VQ=', 'VR=').replace('uFU=', 'uFV=')],
    ['an extension that nobody knows', (text: string) => text.replace('\nother ', '\nelse ')],
    ['an empty extension', (text: string) => text.replace('\n\n', '\n\n\n')],
    ['another name at the signature', (text: string) => text.replace('— muster/', '— master/')],
    ['two signatures', (text: string) => `${text}${text.split('\n').at(-2)}\n`],
    ['no signature', (text: string) => text.replace(/— .*\n/, '')],
    ['an origin with white space', (text: string) => text.replaceAll('muster/eu-west', 'muster eu-west')],
    ['nothing at the end', (text: string) => text.trimEnd()],
    ['nothing', () => ''],
  ])('with %s is none', async (_what, change) => {
    const text = await note();
    expect(change(text)).not.toBe(text);
    expect(parseCheckpoint(change(text))).toBeNull();
  });
});
