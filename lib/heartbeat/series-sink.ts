import { Conflict } from '../domain/failure.ts';
import { runKeys, type SeriesRole } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';

const MOST_LINES = 1_000;

export interface SeriesName {
  readonly run: string;
  readonly role: SeriesRole;
  readonly source: string;
  readonly segment: number;
}

/** Where the samples of one segment go: numbered objects of at most 1,000 lines, closed by an end marker. */
export interface SeriesSink {
  write(sample: object): void;
  /** Stores what is buffered; lines that could not be stored stay for the next call. */
  flush(): Promise<void>;
  /** Flushes and says how many objects there are. @throws when the samples could not be stored. */
  close(): Promise<void>;
}

export function makeSeriesSink(objects: Objects, { run, role, source, segment }: SeriesName): SeriesSink {
  const folder = runKeys.series(run, role, source);
  let lines: string[] = [];
  let written = 0;
  let storing: Promise<void> = Promise.resolve();

  const storeNext = async () => {
    if (lines.length === 0) return;
    const stored = await putOnce(
      objects,
      `${folder}${segment}-${written}.ndjson`,
      lines.slice(0, MOST_LINES),
    );
    lines = lines.slice(stored);
    written += 1;
  };
  const inTurn = (work: () => Promise<void>) => {
    storing = storing.then(work, work);
    return storing;
  };
  const flush = () => inTurn(storeNext).catch(() => undefined);

  return {
    write: (sample) => {
      lines.push(`${JSON.stringify(sample)}\n`);
      if (lines.length === MOST_LINES) void flush();
    },
    flush,
    close: () =>
      inTurn(async () => {
        while (lines.length > 0) await storeNext();
        await objects.put(`${folder}${segment}-end.json`, JSON.stringify({ objects: written }));
      }),
  };
}

/**
 * Stores lines under a key that nobody has written, and answers how many of them are there now. A put whose answer was
 * lost may have stored the first of them; a late one must not undo this one.
 * @throws Conflict when somebody else's samples are there: two writers of one segment.
 */
async function putOnce(objects: Objects, key: string, part: readonly string[]): Promise<number> {
  try {
    await objects.put(key, part.join(''), { absent: true });
    return part.length;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const there = (await objects.get(key))?.text ?? '';
    const count = there.split('\n').length - 1;
    if (count === 0 || part.slice(0, count).join('') !== there) throw error;
    return count;
  }
}
