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

  const storeNext = async (most: number) => {
    if (lines.length === 0) return;
    const part = lines.slice(0, most);
    await objects.put(`${folder}${segment}-${written}.ndjson`, part.join(''));
    lines = lines.slice(part.length);
    written += 1;
  };
  const inTurn = (work: () => Promise<void>) => {
    storing = storing.then(work, work);
    return storing;
  };
  const flush = () => inTurn(() => storeNext(MOST_LINES)).catch(() => undefined);

  return {
    write: (sample) => {
      lines.push(`${JSON.stringify(sample)}\n`);
      if (lines.length === MOST_LINES) void flush();
    },
    flush,
    close: () =>
      inTurn(async () => {
        while (lines.length > 0) await storeNext(MOST_LINES);
        await objects.put(`${folder}${segment}-end.json`, JSON.stringify({ objects: written }));
      }),
  };
}
