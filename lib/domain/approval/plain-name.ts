/** A person is not two because of an upper-case letter or a blank. */
export function sameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

/** A name without what tells nobody apart. */
export function plainName(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
