import { FATE_LABELS, totalOf } from './fate-labels.ts';
import { type Fate, type Figure, FATES, type LedgerChart, type Waterfall } from './figure.ts';
import { plainText } from './plain-text.ts';
import { padEnd, wrap } from './text-layout.ts';

/** The worst that a column holds is what it shows. */
const SIGNS: readonly (readonly [Fate, string])[] = [
  ['splitBrain', '!'],
  ['lost', 'x'],
  ['inDoubt', '?'],
  ['failed', '-'],
  ['served', '▪'],
  ['kept', '█'],
];
const LABEL = 24;

/** A figure as lines of text of at most `width` columns; objectives and dependencies stand in the table beside them, and need none. */
export function textFigure(figure: Figure, width: number): readonly string[] {
  if (figure.kind === 'ledger') return ledgerLines(figure, width);
  return figure.kind === 'waterfall' ? waterfallLines(figure, width) : [];
}

function ledgerLines(chart: LedgerChart, width: number): readonly string[] {
  const { from, bucketSeconds, counts, label } = chart;
  const size = counts.kept.length;
  const columns = Math.min(width, size);
  const signs = Array.from({ length: columns }, (_, column) => {
    const first = Math.floor((column * size) / columns);
    const next = Math.floor(((column + 1) * size) / columns);
    const holds = (fate: Fate) => counts[fate].slice(first, next).some((count) => count > 0);
    return SIGNS.find(([fate]) => holds(fate))?.[1] ?? ' ';
  });
  const ends = [from, from + size * bucketSeconds].map((seconds) => `${seconds.toFixed(1)} s`);
  const shown = FATES.filter((fate) => totalOf(chart, fate) > 0);
  const legend = shown.map((fate) => `${signOf(fate)} ${FATE_LABELS[fate]} ${totalOf(chart, fate)}`);
  const words = `${label}, ${ends.join(' to ')}: ${legend.join(', ')}`;
  return [...wrap(plainText(words), width), signs.join('').trimEnd()];
}

function signOf(fate: Fate): string {
  return SIGNS.find(([known]) => known === fate)?.[1] ?? ' ';
}

function waterfallLines({ spans }: Waterfall, width: number): readonly string[] {
  const total = Math.max(0, ...spans.map(({ start, seconds }) => start + seconds));
  const room = width - LABEL;
  const at = (seconds: number) => (total > 0 ? Math.round((seconds / total) * room) : 0);
  return spans.map(({ label, start, seconds }) => {
    const length = Math.max(1, at(start + seconds) - at(start));
    const indent = Math.min(at(start), room - 1);
    return `${padEnd(plainText(label), LABEL)}${' '.repeat(indent)}${'█'.repeat(length)}`;
  });
}
