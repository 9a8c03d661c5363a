import { generateKeyPairSync, sign } from 'node:crypto';
import { rawPublicKey } from '../../lib/cli/witness-keys.ts';
import { makeVerify } from '../../lib/cli/trusted-keys.ts';
import { utf8 } from '../../lib/domain/bytes.ts';
import {
  type CheckpointNote,
  parseNote,
  signatureLine,
  type TreeHead,
} from '../../lib/domain/log/checkpoint.ts';
import { cosignatureOf, cosignedBytes } from '../../lib/domain/log/cosignature.ts';
import { askedOf, refusalOf, type WatchedLog } from '../../lib/domain/log/witness-answer.ts';
import { witnessKey } from '../../lib/domain/log/witness-key.ts';
import type { WitnessReply } from '../../lib/evidence/cosign-log.ts';
import { sha256Bytes } from './fake-signer.ts';

/** 2026-03-01T12:45:00Z */
export const WITNESSED_AT = 1_772_369_100;

/** A key of a witness, and what it signs. */
export function makeWitnessSigner(name = 'witness.example/1') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const key = witnessKey(sha256Bytes, name, rawPublicKey(spki));
  if (!key) throw new RangeError(`no name of a witness: ${name}`);
  const signData = (data: Uint8Array) => new Uint8Array(sign(null, data, privateKey));
  const lineFor = (checkpoint: CheckpointNote['checkpoint'], seconds = WITNESSED_AT) =>
    cosignatureOf(key, { seconds, signature: signData(cosignedBytes(checkpoint, seconds)) });
  return {
    key,
    sign: signData,
    lineFor,
    pem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    /** A note with this witness's line below it. */
    cosigned: (note: string, seconds = WITNESSED_AT): CheckpointNote => {
      const read = parseNote(note);
      if (!read) throw new RangeError('no checkpoint');
      return { ...read, signatures: [...read.signatures, lineFor(read.checkpoint, seconds)] };
    },
  };
}

/** A witness in memory that keeps to its rules. */
export function makeFakeWitness(logs: readonly WatchedLog[]) {
  const signer = makeWitnessSigner();
  const newest = new Map<string, TreeHead>();
  const asked: string[] = [];
  const rules = { sha256: sha256Bytes, verify: makeVerify(), logs };
  const ask = async (body: string): Promise<WitnessReply> => {
    asked.push(body.split('\n')[0] ?? '');
    const read = askedOf(rules, utf8(body));
    if (read.refusal) return { status: read.refusal.status, text: read.refusal.says };
    const { checkpoint } = read.request.note;
    const refused = refusalOf(sha256Bytes, newest.get(checkpoint.origin) ?? null, read.request);
    if (refused) return { status: refused.status, text: refused.says };
    newest.set(checkpoint.origin, checkpoint);
    return { status: 200, text: signatureLine(signer.lineFor(checkpoint)) };
  };
  return { ...signer, ask, asked, newest };
}
