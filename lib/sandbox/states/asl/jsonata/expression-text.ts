/** The text between `{%` and `%}` of a string that is an expression; null for any other string. */
export function expressionText(value: string): string | null {
  return value.startsWith('{%') && value.endsWith('%}') && value.length >= 4
    ? value.slice(2, -2).trim()
    : null;
}
