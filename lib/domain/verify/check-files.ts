import { EVIDENCE_FILES, isUnsigned } from '../evidence/evidence-files.ts';
import type { RunContents } from '../evidence/run-contents.ts';
import type { Statement } from '../evidence/statement.ts';
import type { Finding } from './finding.ts';

/** Holds a directory's files, by SHA-256, against what a statement says that they are; `bundle` is the file that holds it. */
export function checkSubjects(
  digests: ReadonlyMap<string, string>,
  { subject }: Statement,
  bundle: string,
): readonly Finding[] {
  const names = subject.map(({ name }) => name);
  const listed = new Set(names);
  const extra = [...digests.keys()].filter((name) => !isUnsigned(name) && !listed.has(name));
  return [
    ...subject.flatMap(({ name, digest }) => checkBytes(name, digests.get(name) ?? null, digest.sha256)),
    ...extra.map(
      (file): Finding => ({ kind: 'file-extra', file, says: 'no part of what a statement covers' }),
    ),
    ...checkOrder(bundle, names),
  ];
}

/** The closed list of what may lie beside the signed files. */
export function checkUnsigned(contents: RunContents): readonly Finding[] {
  const expected: readonly string[] = Object.values(EVIDENCE_FILES);
  const extra = [...contents.keys()].filter((name) => isUnsigned(name) && !expected.includes(name));
  const missing = expected.filter((name) => !contents.has(name));
  return [
    ...missing.map((file): Finding => ({ kind: 'file-missing', file, says: 'expected in every signed run' })),
    ...extra.map((file): Finding => ({ kind: 'file-extra', file, says: 'no part of signed evidence' })),
  ];
}

function checkBytes(file: string, found: string | null, expected: string): readonly Finding[] {
  if (found === null) return [{ kind: 'file-missing', file, says: 'was signed, and is not there' }];
  if (found === expected) return [];
  return [{ kind: 'bytes-changed', file, says: `has SHA-256 ${found}; what was signed has ${expected}` }];
}

/** One list has one order: another one would be another statement of the same files. */
function checkOrder(file: string, names: readonly string[]): readonly Finding[] {
  const inOrder = names.every((name, place) => {
    const before = names[place - 1];
    return !isUnsigned(name) && (before === undefined || before < name);
  });
  const says = 'the files that it covers are not in order, each once, and outside evidence/';
  return inOrder ? [] : [{ kind: 'not-in-one-form', file, says }];
}
