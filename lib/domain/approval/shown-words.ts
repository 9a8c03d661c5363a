import type { PeopleRequest } from './people-request.ts';

/**
 * What whoever started it has read of the loss, in lines below a head; empty where nobody has looked. `local`: a stored
 * instant as its reader's time.
 */
export function shownWords(
  { shown, initiator }: Pick<PeopleRequest, 'shown' | 'initiator'>,
  local: (instant: string) => string,
): { readonly head: string; readonly lines: readonly string[] } | null {
  if (shown === null || shown.lines.length === 0) return null;
  const when = shown.at === null ? '' : ` at ${local(shown.at)}`;
  return { head: `${initiator ?? 'who started it'} was shown${when}`, lines: shown.lines };
}
