import { lengthOf, padEnd, wrap } from './text-layout.ts';
import { plainText } from './plain-text.ts';

/** Words carry the meaning; colours only repeat it. */
export type Tone = 'good' | 'bad' | 'warn' | 'strong' | 'plain';

export interface BriefLine {
  readonly text: string;
  readonly tone?: Tone;
}

/** What is said under one label of the screen. */
export interface BriefRow {
  readonly label: string;
  readonly lines: readonly BriefLine[];
  /** So many lines are shown at most; what is cut off is counted. */
  readonly most?: number;
}

export interface RowPage {
  readonly width: number;
  readonly paint: (text: string, tone: Tone) => string;
}

const LABEL = 11;

export function say(text: string, tone: Tone = 'plain'): BriefLine {
  return { text, tone };
}

/** Lines of a row: its label stands before the first one, and long lines are wrapped beside it. */
export function rowLines({ label, lines, most = 4 }: BriefRow, { width, paint }: RowPage): readonly string[] {
  const room = width - LABEL;
  const wrapped = lines.flatMap(({ text, tone = 'plain' }) =>
    wrap(plainText(text), room).map((part) => ({ part, tone })),
  );
  const over = wrapped.length - most;
  const shown = over > 0 ? wrapped.slice(0, most - 1) : wrapped;
  const left =
    over > 0
      ? [{ part: `… ${over + 1} more lines: --look --json has them all`, tone: 'plain' as const }]
      : [];
  return [...shown, ...left].map(({ part, tone }, index) => {
    const head = index === 0 ? paint(padEnd(label, LABEL), 'strong') : ' '.repeat(LABEL);
    return `${head}${paint(part, tone)}`.trimEnd();
  });
}

/** Names in one line, as many as there is room for. */
export function namesIn(names: readonly string[], room: number): string {
  const all = names.join(', ');
  if (lengthOf(all) <= room) return all;
  const fitting = names.findLastIndex(
    (_, index) => lengthOf(`${names.slice(0, index + 1).join(', ')} and ${names.length} more`) <= room,
  );
  const shown = Math.max(1, fitting + 1);
  return `${names.slice(0, shown).join(', ')} and ${names.length - shown} more`;
}
