import { createHash, type KeyObject, verify } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const Bundle = z.object({
  dsseEnvelope: z.object({
    payload: z.string(),
    payloadType: z.string(),
    signatures: z.array(z.object({ sig: z.string() })),
  }),
});

/** What cannot be left out: every file is read and hashed, and both bundles and the checkpoint are held to the key. */
export async function bareVerify(directory: string, key: KeyObject): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    createHash('sha256').update(bytes).digest();
    if (entry.name.endsWith('.sigstore.json')) insist(bundleHolds(bytes, key), directory);
    if (entry.name === 'checkpoint') insist(noteHolds(bytes.toString(), key), directory);
  }
}

function bundleHolds(bytes: Buffer, key: KeyObject): boolean {
  const { payload, payloadType, signatures } = Bundle.parse(JSON.parse(bytes.toString())).dsseEnvelope;
  const body = Buffer.from(payload, 'base64');
  const encoding = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `),
    body,
  ]);
  return verify('sha256', encoding, key, Buffer.from(signatures[0]?.sig ?? '', 'base64'));
}

/** A signed note: text, an empty line, and a signature behind four bytes that name the key. */
function noteHolds(note: string, key: KeyObject): boolean {
  const end = note.indexOf('\n\n') + 1;
  const signature =
    note
      .slice(end + 1)
      .trimEnd()
      .split(' ')[2] ?? '';
  return verify('sha256', Buffer.from(note.slice(0, end)), key, Buffer.from(signature, 'base64').subarray(4));
}

function insist(holds: boolean, directory: string): void {
  if (!holds) throw new Error(`${directory}: the bare loop found a signature that does not hold`);
}
