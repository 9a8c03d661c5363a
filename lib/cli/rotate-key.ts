import { formatInstant } from '../domain/instant.ts';
import { rotateSigningKey } from '../sandbox/kms/signing-key.ts';
import { EXIT } from './exit-code.ts';
import { type KeyScope, withKeyPlace } from './key-place.ts';
import { signingKeyFile } from './sandbox-keys.ts';
import type { Terminal } from './terminal.ts';

/**
 * `muster sandbox rotate-key`: a new key under the alias of a region's evidence, and a word of it in the region's log.
 * The former one is logged first, so that what it signed is found signed by a key that the log had.
 */
export async function rotateKey(scope: KeyScope, { out }: Pick<Terminal, 'out'>): Promise<number> {
  const {
    region: where,
    keyId,
    file,
  } = await withKeyPlace(scope, async ({ region, log, now, signer }) => {
    await log.logKey(formatInstant(now));
    const path = signingKeyFile(scope.state.keys, region);
    const { keyId: before } = await signer.key();
    return { file: rotateSigningKey(path), keyId: before, region };
  });
  // Another look: a signer is one key, and the alias leads to the new one from now on.
  const added = await withKeyPlace(scope, ({ log, now }) => log.logKey(formatInstant(now)));
  const lines = [
    `${where} signs with another key from now on; its log says so in entry ${added.index}.`,
    `Former key: ${keyId}, in ${file}`,
    'It still counts. Once no run signs with it any more:',
    `  npx muster keys expire ${keyId.slice(0, 16)} --region ${where} --as NAME --reason rotated`,
  ];
  out.write(lines.map((line) => `${line}\n`).join(''));
  return EXIT.met;
}
