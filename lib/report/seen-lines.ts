import { nowWords } from '../domain/approval/now-words.ts';
import type { PeopleRequest } from '../domain/approval/people-request.ts';
import type { Fact } from '../domain/brief/fact.ts';
import type { LossSeen } from '../domain/brief/failover-brief.ts';
import { causeWords } from '../domain/notice/cause-words.ts';
import { plainText } from './plain-text.ts';

/** What was seen when people were asked, and beside it what is seen as somebody answers. */
export function seenLines({ saw }: Pick<PeopleRequest, 'saw'>, seen: Fact<LossSeen>): readonly string[] {
  return [`it saw: ${causeWords(saw)}`, `now:    ${nowWords(seen)}`].map((line) => plainText(line));
}
