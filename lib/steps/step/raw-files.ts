import { runKeys } from '../../domain/run/run-keys.ts';
import type { RawFileName } from '../../domain/run/sealed-files.ts';
import type { Objects } from '../../ports/objects.ts';

/** Adds lines to a raw file of the run: one object, written anew by an attempt that is made again. */
export async function writeRaw(
  objects: Objects,
  { run, file, part }: { readonly run: string; readonly file: RawFileName; readonly part: string },
  lines: readonly object[],
): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await objects.put(`${runKeys.raw(run, file)}${part}.ndjson`, text);
}

/** The raw file that the parts make, in the order of their names; null where no step wrote one. */
export async function joinRaw(objects: Objects, run: string, file: RawFileName): Promise<string | null> {
  const keys = await objects.list(runKeys.raw(run, file));
  if (keys.length === 0) return null;
  const parts = await Promise.all(keys.map((key) => objects.get(key)));
  return parts.map((part) => part?.text ?? '').join('');
}
