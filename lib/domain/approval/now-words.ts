import type { Fact } from '../brief/fact.ts';
import type { LossSeen } from '../brief/loss-seen.ts';
import { findingWords, sayersWords } from '../brief/loss-words.ts';

/** What is seen of a loss when somebody answers, and who says so: in the words of the screen on which it was started. */
export function nowWords(seen: Fact<LossSeen>): string {
  return [findingWords(seen), ...sayersWords(seen)].join('; ');
}
