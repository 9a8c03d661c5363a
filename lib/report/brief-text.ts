import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { type BriefRow, rowLines, type RowPage, type Tone } from './brief-row.ts';
import { seenRows } from './brief-seen-rows.ts';
import { runRows } from './brief-run-rows.ts';
import { instantWords } from './instant-words.ts';
import { plainText } from './plain-text.ts';
import { wrap } from './text-layout.ts';

/** What the narrowest usual terminal holds. */
const COLUMNS = 80;

export interface BriefTextOptions {
  readonly colour: boolean;
  /** Every call by itself, however many screens that takes. */
  readonly calls: boolean;
}

const WHERE: Readonly<Record<FailoverBrief['target'], string>> = { aws: '', sandbox: ' on a sandbox' };

/** SGR codes. */
const CODES: Readonly<Record<Tone, string>> = {
  good: '32',
  bad: '31;1',
  warn: '33;1',
  strong: '1',
  plain: '',
};

/** What on-call sees before a real failover: one screen of 80 columns and at most 40 lines. */
export function briefText(brief: FailoverBrief, { colour, calls }: BriefTextOptions): string {
  return briefPage(brief, [...seenRows(brief), ...runRows(brief, { calls })], colour);
}

/** Those rows of it, below its title. */
export function briefPage(brief: FailoverBrief, rows: readonly BriefRow[], colour: boolean): string {
  const paint: RowPage['paint'] = (text, tone) =>
    colour && CODES[tone] !== '' ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text;
  const page = { width: COLUMNS, paint };
  const lines = [...titleLines(brief, page), ...rows.flatMap((row) => rowLines(row, page))];
  return `${lines.join('\n')}\n`;
}

function titleLines(
  { plan, sites, lookedAt, target }: FailoverBrief,
  { width, paint }: RowPage,
): readonly string[] {
  const { primary, recovery } = sites;
  const way = `${primary.name} (${primary.region}) → ${recovery.name} (${recovery.region})`;
  const file = `${plan.file} (sha256 ${plan.sha256.slice(0, 12)})`;
  return [
    ...wrap(plainText(`REAL FAILOVER of ${plan.name}${WHERE[target]}: ${way}`), width).map((line) =>
      paint(line, 'strong'),
    ),
    ...wrap(plainText(`${file}, seen at ${instantWords(lookedAt).slice(0, 19)} UTC`), width),
    '─'.repeat(width),
  ];
}
