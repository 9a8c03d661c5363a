import { createHash, type KeyObject } from 'node:crypto';
import * as der from './der.ts';

/** Extensions of RFC 5280, section 4.2, encoded. */

/** basicConstraints, critical: this key issues certificates. */
export function certificateAuthority(): Buffer {
  return extension('2.5.29.19', der.sequence(der.boolean(true)), true);
}

/** keyUsage, critical: keyCertSign (bit 5) and cRLSign (bit 6). */
export function signsCertificates(): Buffer {
  return extension('2.5.29.15', der.bitString(Buffer.of(0b0000_0110), 1), true);
}

/** subjectKeyIdentifier: the name of the key that the certificate is for. */
export function subjectKey(key: KeyObject): Buffer {
  return extension('2.5.29.14', der.octetString(keyIdentifier(key)), false);
}

/** authorityKeyIdentifier: the name of the key that signed it. */
export function authorityKey(key: KeyObject): Buffer {
  return extension('2.5.29.35', der.sequence(der.implicit(0, keyIdentifier(key))), false);
}

/** subjectAltName: clients reach servers by address, which counts only when it stands here as one (RFC 6125). */
export function alternativeNames(names: {
  readonly addresses: readonly string[];
  readonly hosts: readonly string[];
}): Buffer {
  const addresses = names.addresses.map((address) =>
    der.implicit(7, Buffer.from(address.split('.').map(Number))),
  );
  const hosts = names.hosts.map((host) => der.implicit(2, Buffer.from(host)));
  return extension('2.5.29.17', der.sequence(...addresses, ...hosts), false);
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function extension(identifier: string, value: Buffer, critical: boolean): Buffer {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(identifier), ...flag, der.octetString(value));
}
