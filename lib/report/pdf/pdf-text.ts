import type { Content } from 'pdfmake/interfaces.js';
import { plainText } from '../plain-text.ts';

/** The fonts of a document by what they can show: the first for most, the other for what the first has no glyphs for. */
export interface Glyphs {
  readonly has: (codePoint: number) => boolean;
  /** Null where nobody has given one. */
  readonly other: { readonly font: string; readonly has: (codePoint: number) => boolean } | null;
}

type Run = { text: string; font?: string; wordBreak?: 'break-all' };

/** A word that no column of a table has room for; longer ones are broken anywhere. */
const LONGEST_WORD = 24;

/**
 * Text from a run, in runs of one font each. A character that no font has is shown by its number, as `\u{4e2d}`: an empty box
 * would hide what stands there.
 */
export function pdfText(text: string, glyphs: Glyphs): Content {
  const shown = plainText(text);
  const breaks = shown.split(/\s+/).some((word) => word.length > LONGEST_WORD);
  const runs = runsOf(shown, glyphs).map((run): Run => (breaks ? { ...run, wordBreak: 'break-all' } : run));
  return { text: runs };
}

function runsOf(text: string, { has, other }: Glyphs): readonly Run[] {
  const runs: { font: string | undefined; text: string }[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const font = !has(codePoint) && other?.has(codePoint) ? other.font : undefined;
    const shown = font !== undefined || has(codePoint) ? character : `\\u{${codePoint.toString(16)}}`;
    const last = runs.at(-1);
    if (last && last.font === font) last.text += shown;
    else runs.push({ font, text: shown });
  }
  return runs.map(({ font, text: run }) => (font === undefined ? { text: run } : { text: run, font }));
}
