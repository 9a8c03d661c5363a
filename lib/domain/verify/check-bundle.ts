import { utf8Text } from '../bytes.ts';
import { parseBundle, type SignedPayload, signedEncoding } from '../evidence/bundle.ts';
import type { RunContents } from '../evidence/run-contents.ts';
import { parseStatement, type Statement } from '../evidence/statement.ts';
import { checkSignature } from './check-signature.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

export interface CheckedBundle {
  /** Null where none can be read, or it is not what a trusted key signed; one whose key is unknown is read. */
  readonly signed: (SignedPayload & { readonly statement: Statement }) | null;
  readonly findings: readonly Finding[];
}

/** One bundle: its form, its signature, and whether it says what a file of that name has to say. */
export function checkBundle(
  verifier: Verifier,
  contents: RunContents,
  { file, predicateType }: { readonly file: string; readonly predicateType: string },
): CheckedBundle {
  const bytes = contents.get(file);
  // That it is missing is said where files are counted.
  if (!bytes) return { signed: null, findings: [] };
  const bundle = parseBundle(utf8Text(bytes) ?? '');
  if (!bundle) {
    const says = 'expected the canonical form of a Sigstore bundle v0.3 with one statement and one signature';
    return { signed: null, findings: [{ kind: 'not-in-one-form', file, says }] };
  }
  const { payload, signature, keyId } = bundle;
  const statement = parseStatement(payload);
  const findings = checkSignature(verifier, {
    file,
    data: signedEncoding(payload),
    signature,
    key: keyId,
    isKey: (key) => key.keyId === keyId,
  });
  // What a trusted key did not sign is nobody's statement: no file is held against it.
  if (findings.some(({ kind }) => kind === 'signature-wrong')) return { signed: null, findings };
  const signed = statement && { ...bundle, statement };
  return { signed, findings: [...findings, ...checkType(file, statement, predicateType)] };
}

function checkType(file: string, statement: Statement | null, expected: string): readonly Finding[] {
  if (!statement) {
    const says = 'expected the canonical form of an in-toto statement in the envelope';
    return [{ kind: 'not-in-one-form', file, says }];
  }
  if (statement.predicateType === expected) return [];
  const says = `says ${statement.predicateType}; expected ${expected}`;
  return [{ kind: 'predicate-type-wrong', file, says }];
}
