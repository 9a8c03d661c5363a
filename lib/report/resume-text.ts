import { type Ground, isSpent } from '../domain/approval/grounds-age.ts';
import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { ageWords } from '../domain/brief/drill-proof.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import { type BriefLine, say } from './brief-row.ts';
import { briefPage } from './brief-text.ts';
import { seenRows } from './brief-seen-rows.ts';

/** How old the oldest of what a run rests on is, and how old it may become; ground: null where nothing is on record. */
export interface GroundAge {
  readonly ground: Ground | null;
  readonly validSeconds: number;
  readonly now: Instant;
}

/** What on-call sees before a real failover that has stopped goes on: what is lost now, and what it still rests on. */
export function resumeText(brief: FailoverBrief, age: GroundAge, { colour }: { colour: boolean }): string {
  return briefPage(brief, [...seenRows(brief), { label: 'RESTS ON', lines: [groundLine(age)] }], colour);
}

function groundLine({ ground, validSeconds, now }: GroundAge): BriefLine {
  if (ground === null)
    return say('nothing yet: it looks, and asks those whom the plan names, before it changes anything');
  const { what, at } = ground;
  const age = `${what}, which is ${ageWords(secondsBetween(at, now))} old and counts for ${durationWords(validSeconds)}`;
  return isSpent(ground, { validSeconds }, now)
    ? say(`${age}: it counts no more, and nothing is promoted before it is looked and asked anew`, 'warn')
    : say(age);
}
