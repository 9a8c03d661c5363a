import type { RecordEntry, SealEntry } from '../record/entry.ts';
import type { RunFiles } from '../run/run-files.ts';
import { SEALED_FILES } from '../run/sealed-files.ts';

/** SHA-256 of a text's UTF-8 bytes in lower-case hexadecimal; injected, since the domain is pure. */
export type Sha256 = (text: string) => string;

/**
 * Whether the files are those that were sealed. `unsealed`: the run never came to its seal, so nothing contradicts
 * the files, and nothing vouches for them. `broken`: what differs from the seal.
 */
export interface SealCheck {
  readonly unsealed: boolean;
  readonly broken: readonly string[];
}

/** Holds the files against the record's last line: its digest of each, and of the lines before it. */
export function checkSeal(files: RunFiles, entries: readonly RecordEntry[], sha256: Sha256): SealCheck {
  const seals = entries.filter((entry) => entry.kind === 'seal');
  const [seal] = seals;
  if (!seal) return { unsealed: true, broken: [] };
  const misplaced = seals.length > 1 || entries.at(-1)?.kind !== 'seal';
  const broken = [
    ...(misplaced ? ['record.ndjson has entries after its seal'] : []),
    ...brokenRecord(files.texts['record.ndjson'] ?? '', seal, sha256),
    ...SEALED_FILES.flatMap((name) => brokenFile({ name, text: files.texts[name] }, seal, sha256)),
  ];
  return { unsealed: false, broken };
}

function brokenRecord(text: string, seal: SealEntry, sha256: Sha256): readonly string[] {
  const lastLine = text.trimEnd().lastIndexOf('\n') + 1;
  return sha256(text.slice(0, lastLine)) === seal.recordSha256
    ? []
    : ['record.ndjson is not what was sealed'];
}

function brokenFile(
  { name, text }: { name: string; text: string | undefined },
  seal: SealEntry,
  sha256: Sha256,
): readonly string[] {
  const sealed = seal.files[name];
  if (!sealed) return text === undefined ? [] : [`${name} is not in the seal`];
  if (text === undefined) return [`${name} is in the seal and is missing`];
  return sha256(text) === sealed.sha256 ? [] : [`${name} is not what was sealed`];
}
