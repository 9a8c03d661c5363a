import { nowWords } from '../domain/approval/now-words.ts';
import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { shownWords } from '../domain/approval/shown-words.ts';
import type { Fact } from '../domain/brief/fact.ts';
import type { LossSeen } from '../domain/brief/loss-seen.ts';
import { causeWords } from '../domain/notice/cause-words.ts';
import { instantWords } from './instant-words.ts';
import { plainText } from './plain-text.ts';

/** What it was started on, what was seen when people were asked, and beside it what is seen as somebody answers. */
export function seenLines(
  request: Pick<PeopleRequest, 'saw' | 'shown' | 'initiator'>,
  seen: Fact<LossSeen>,
): readonly string[] {
  return [
    ...shownLines(request),
    ...[`it saw: ${causeWords(request.saw)}`, `now:    ${nowWords(seen)}`].map((line) => plainText(line)),
  ];
}

/** What whoever started a real failover has read of the loss; none where nobody has looked. */
export function shownLines(request: Pick<PeopleRequest, 'shown' | 'initiator'>): readonly string[] {
  const shown = shownWords(request, (instant) => `${instantWords(instant).slice(0, 19)} UTC`);
  return shown ? [plainText(`${shown.head}:`), ...shown.lines.map((line) => `  ${plainText(line)}`)] : [];
}
