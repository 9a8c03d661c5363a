import * as z from 'zod';
import { canonicalJson, readCanonical } from '../canonical-json.ts';
import { type HashBytes, hex, utf8, utf8Text } from '../bytes.ts';
import { sha256Text } from '../log/log-leaf.ts';
import { isUnsigned } from './evidence-files.ts';
import type { RunContents } from './run-contents.ts';

/** Which file of the run, and what it holds. */
const Subject = z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: sha256Text }) });

/** What is signed: something said of files by their digests. https://in-toto.io/Statement/v1 */
export const Statement = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(Subject).min(1),
  predicateType: z.string(),
  predicate: z.record(z.string(), z.unknown()),
});

export type Statement = z.infer<typeof Statement>;
export type Subject = z.infer<typeof Subject>;

/** Every file that a statement has to cover, by name, in the order of their UTF-16 code units. */
export function subjectsOf(contents: RunContents, sha256: HashBytes): Subject[] {
  return [...contents]
    .filter(([name]) => !isUnsigned(name))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, bytes]) => ({ name, digest: { sha256: hex(sha256(bytes)) } }));
}

export function makeStatement(
  subject: Subject[],
  predicateType: string,
  predicate: Statement['predicate'],
): Statement {
  return { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate };
}

/** The bytes that are signed: the canonical form. */
export function statementBytes(statement: Statement): Uint8Array {
  return utf8(canonicalJson(statement));
}

/** Null for bytes that are no statement, or not its canonical form. */
export function parseStatement(bytes: Uint8Array): Statement | null {
  return readCanonical(Statement, utf8Text(bytes) ?? '');
}
