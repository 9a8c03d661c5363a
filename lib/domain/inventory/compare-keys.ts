/**
 * Orders keys as S3 lists them: by the bytes of their UTF-8. That is the order of code points, from which the order of
 * a string's code units differs in one place: surrogates stand below U+E000 there, and what they encode above U+FFFF.
 */
export function compareKeys(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

/** Places surrogates behind everything else; among themselves their order is that of what they encode. */
function rank(codeUnit: number): number {
  const isSurrogate = codeUnit >= 0xd800 && codeUnit <= 0xdfff;
  return isSurrogate ? codeUnit + 0x10000 : codeUnit;
}
