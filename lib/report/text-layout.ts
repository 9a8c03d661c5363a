/** Columns of a stored text report: what a printed page holds without wrapping. */
export const WIDTH = 100;
/** Below it the tables would be all breaks; a terminal that is narrower wraps them itself. */
export const NARROWEST_WIDTH = 60;
/** Without them a text has as many code points as code units. */
const SURROGATES = /[\ud800-\udfff]/;

/** Breaks text at spaces into lines of at most `width`; a word that is longer is cut. */
export function wrap(text: string, width: number): readonly string[] {
  // No text has more code points than code units: most of what a report says is as short as that.
  if (text.length <= width && !text.startsWith(' ')) return [text];
  const lines: string[] = [];
  let line = '';
  let length = 0;
  for (const word of text.split(' ').flatMap((part) => chunks(part, width))) {
    const more = lengthOf(word);
    if (line !== '' && length + 1 + more > width) {
      lines.push(line);
      line = '';
    }
    length = line === '' ? more : length + 1 + more;
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function chunks(word: string, width: number): readonly string[] {
  if (word.length <= width) return [word];
  const letters = Array.from(word);
  if (letters.length <= width) return [word];
  const count = Math.ceil(letters.length / width);
  return Array.from({ length: count }, (_, index) =>
    letters.slice(index * width, (index + 1) * width).join(''),
  );
}

/** Length in code points, which is what a terminal shows of the characters that reports use. */
export function lengthOf(text: string): number {
  return SURROGATES.test(text) ? Array.from(text).length : text.length;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - lengthOf(text))) + text;
}
