/** Columns of a stored text report: what a printed page holds without wrapping. */
export const WIDTH = 100;
/** Below it the tables would be all breaks; a terminal that is narrower wraps them itself. */
export const NARROWEST_WIDTH = 60;

/** Breaks text at spaces into lines of at most `width`; a word that is longer is cut. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => chunks(part, width))) {
    if (line === '') line = word;
    else if (lengthOf(line) + 1 + lengthOf(word) <= width) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function chunks(word: string, width: number): readonly string[] {
  const letters = Array.from(word);
  if (letters.length <= width) return [word];
  const count = Math.ceil(letters.length / width);
  return Array.from({ length: count }, (_, index) =>
    letters.slice(index * width, (index + 1) * width).join(''),
  );
}

/** Length in code points, which is what a terminal shows of the characters that reports use. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - lengthOf(text))) + text;
}
