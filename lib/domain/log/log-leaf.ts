import * as z from 'zod';
import { canonicalJson, readCanonical } from '../canonical-json.ts';
import { Verdict } from '../run/judgement-parts.ts';
import { RunKind, Scope, Target } from '../run/run-parts.ts';
import { instantText, schemaVersion } from '../stored.ts';

export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

/** Before a run starts: what it is, and what it will be judged against. */
export const StartLeaf = z.strictObject({
  schemaVersion,
  type: z.literal('start'),
  run: z.string(),
  kind: RunKind,
  scope: Scope,
  /** Absent in leaves of before it was logged. */
  target: Target.optional(),
  plan: z.strictObject({ name: z.string(), sha256: sha256Text }),
  /** See logged-objectives.ts. */
  objectives: z.record(z.string(), z.json()),
  executionArn: z.string(),
  at: instantText,
  /** A start that has no end by then is a hidden failure. */
  endsBy: instantText,
  /** A real failover does not wait for its log: then the start was appended when the run was under way or over. */
  late: z.boolean(),
});

/** After a run has ended: what it came to, and which statement says so. */
export const EndLeaf = z.strictObject({
  schemaVersion,
  type: z.literal('end'),
  run: z.string(),
  /** Index of the run's start in the same log; null where none was appended. */
  start: z.int().nonnegative().nullable(),
  scope: Scope,
  /** How the workflow ended, whatever its verdicts are. */
  status: z.enum(['completed', 'failed', 'aborted']),
  overall: Verdict,
  verdicts: z.record(z.string(), Verdict),
  /** Of the bytes that the drill's statement is. */
  statementSha256: sha256Text,
  at: instantText,
});

/** What became of a key. What it signed while it held stays evidence. */
export const KeyLeaf = z.strictObject({
  schemaVersion,
  type: z.literal('key'),
  action: z.enum(['added', 'expired', 'revoked']),
  keyId: sha256Text,
  /** SubjectPublicKeyInfo, DER, in base64. */
  spki: z.base64(),
  /** From when on it is so, which is earlier than `at` where a theft was noticed late. */
  from: instantText,
  reason: z.string(),
  /** Who said so; absent where the log was told by whatever signed with it. */
  by: z.string().optional(),
  at: instantText,
});

/** That somebody put a legal hold on a run's files, or took it off: appended before their bucket is told. */
export const HoldLeaf = z.strictObject({
  schemaVersion,
  type: z.literal('hold'),
  action: z.enum(['placed', 'released']),
  run: z.string(),
  /** Which statement of this log about holds of that run it is, from 1 on. */
  number: z.int().positive(),
  reason: z.string(),
  by: z.string(),
  at: instantText,
});

/** One leaf of the log; its bytes are its canonical text. */
export const LogLeaf = z.discriminatedUnion('type', [StartLeaf, EndLeaf, KeyLeaf, HoldLeaf]);

export type StartLeaf = z.infer<typeof StartLeaf>;
export type EndLeaf = z.infer<typeof EndLeaf>;
export type KeyLeaf = z.infer<typeof KeyLeaf>;
export type HoldLeaf = z.infer<typeof HoldLeaf>;
export type LogLeaf = z.infer<typeof LogLeaf>;

export function leafText(leaf: LogLeaf): string {
  return canonicalJson(leaf);
}

/** Null for a text that is no leaf, or not its canonical form. */
export function parseLeaf(text: string): LogLeaf | null {
  return readCanonical(LogLeaf, text);
}

/** What can be in a log once: a run starts once and ends once, a key comes to each of its states once, a run has one n-th hold. */
export function leafIdentity(leaf: LogLeaf): string {
  if (leaf.type === 'hold') return `hold-${leaf.number}-${leaf.run}`;
  return leaf.type === 'key' ? `key-${leaf.action}-${leaf.keyId}` : `${leaf.type}-${leaf.run}`;
}
