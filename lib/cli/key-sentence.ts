import type { KeyLeaf } from '../domain/log/log-leaf.ts';

/** What a log says of a key, behind the key's name. */
export function keySentence({ action, from, by, reason }: KeyLeaf): string {
  return `${action} from ${from}${by === undefined ? '' : ` by ${by}`}: ${reason}`;
}
