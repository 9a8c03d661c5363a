import * as z from 'zod';
import type { Instant } from '../instant.ts';
import { instantText, schemaVersion } from '../stored.ts';

/**
 * approval: whether a run may change anything. divergence: whether it may go on although the fence is not proven.
 * decision: what is to be done about a state that failed.
 */
export const RequestKind = z.enum(['approval', 'divergence', 'decision']);

/**
 * What a person can say. go-without: on, without the databases whose replica cannot be had. abort: as it was, where that
 * is still possible; anyone may say it.
 */
export const AnswerWord = z.enum(['approve', 'deny', 'retry', 'skip', 'take-over', 'go-without', 'abort']);

/** Words that nobody may say without a reason: what they lead to has to be explained to whoever reads the record. */
export const WITH_REASON: readonly AnswerWord[] = ['skip', 'take-over', 'go-without'];

/** What people are asked while a run waits for them: an object of the recovery site's bucket. */
export const PeopleRequest = z.object({
  schemaVersion,
  id: z.string(),
  run: z.string(),
  kind: RequestKind,
  scope: z.string(),
  /** The state that waits, and the one that is meant: the same, or the one that failed. */
  state: z.string(),
  about: z.string(),
  plan: z.object({ name: z.string(), sha256: z.string() }),
  /** Of the run's lock: an answer to an older one is worth nothing. */
  generation: z.int().positive(),
  /** What will be changed, in words. */
  targets: z.array(z.string()),
  /** What was seen that makes it necessary to ask. */
  saw: z.string(),
  /** Whose heartbeats say what is seen now, of a real event; null where nothing of it is to be seen. */
  watched: z
    .object({ run: z.string(), databases: z.array(z.string()) })
    .nullable()
    .default(null),
  initiator: z.string().nullable(),
  /** What the initiator has read of the loss before, and when; of a question that is about it. */
  shown: z
    .object({ at: instantText.nullable(), lines: z.array(z.string()) })
    .nullable()
    .default(null),
  /** Who answers does so by a pseudonym. */
  pseudonyms: z.literal(true).optional(),
  people: z.array(z.object({ name: z.string(), contact: z.string() })),
  needed: z.int().positive(),
  choices: z.array(AnswerWord),
  askedAt: instantText,
  expiresAt: instantText,
  /** How often its run has asked anything before: a real event that nobody answers is escalated. */
  round: z.int().nonnegative(),
  attempt: z.int().nonnegative(),
  taskToken: z.string(),
});

/** One person's word, created once and never changed. */
export const PersonsAnswer = z.object({
  schemaVersion,
  request: z.string(),
  by: z.string().min(1),
  answer: AnswerWord,
  reason: z.string(),
  /** By the clock of whoever answers. */
  at: instantText,
  via: z.enum(['command', 'page', 'console']),
  /** What the person saw when answering. */
  plan: z.object({ name: z.string(), sha256: z.string() }),
  generation: z.int().positive(),
  targets: z.array(z.string()).default([]),
});

export type RequestKind = z.infer<typeof RequestKind>;
export type AnswerWord = z.infer<typeof AnswerWord>;
export type PeopleRequest = z.infer<typeof PeopleRequest>;
export type PersonsAnswer = z.infer<typeof PersonsAnswer>;

/** One that is stored, and when the bucket took it. */
export type TakenAnswer = PersonsAnswer & { readonly takenAt: Instant };
