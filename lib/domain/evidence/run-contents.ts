import { type HashBytes, hex, utf8, utf8Text } from '../bytes.ts';
import type { Sha256 } from '../judge/check-seal.ts';
import { RUN_FILES, type RunFileName, type RunFiles } from '../run/run-files.ts';

/** Files of a run's directory by their names relative to it, with `/` between folders. */
export type RunContents = ReadonlyMap<string, Uint8Array>;

/** The raw files, for the judge. One that is no UTF-8 is none. */
export function rawTexts(contents: RunContents): RunFiles['texts'] {
  const texts: Partial<Record<RunFileName, string>> = {};
  for (const name of RUN_FILES) {
    const bytes = contents.get(name);
    const text = bytes ? utf8Text(bytes) : null;
    if (text !== null) texts[name] = text;
  }
  return texts;
}

/** Digests of texts as the judge takes them. */
export function textDigest(sha256: HashBytes): Sha256 {
  return (text) => hex(sha256(utf8(text)));
}

/** A file as text; empty where it is missing or is no UTF-8, which no parser of evidence takes for anything. */
export function textIn(contents: RunContents, name: string): string {
  const bytes = contents.get(name);
  return (bytes && utf8Text(bytes)) ?? '';
}
