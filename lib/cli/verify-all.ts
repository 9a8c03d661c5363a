import { once } from 'node:events';
import type { Instant } from '../domain/instant.ts';
import { hiddenFailures } from '../domain/log/hidden-failures.ts';
import type { LogLeaf } from '../domain/log/log-leaf.ts';
import { loggedHolds } from '../domain/log/logged-holds.ts';
import { parsedLeaves, readableLeaves } from '../domain/log/parsed-leaves.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { FINDING_CODES } from '../domain/verify/finding.ts';
import { unsignedTail } from '../domain/verify/unsigned-tail.ts';
import { gradeOf } from '../domain/verify/grade.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { RunsBelow } from './runs-below.ts';
import { firstFinding, type Verified, verifiedJson } from './verified-text.ts';
import type { VerifyEach } from './verify-each.ts';

/** A log of runs as it was given, in a file. */
export interface ExportedLog {
  /** How it is called where something is said of it. */
  readonly name: string;
  /** Their texts, from the first on. */
  readonly leaves: readonly string[];
  /** How much of it checkpoints cover that are not of a run. */
  readonly signedSize: number;
}

export interface VerifyAllOptions {
  readonly json: boolean;
  /** Against which a start without an end is hidden. */
  readonly now: Instant;
  readonly stdout: NodeJS.WritableStream;
  readonly logs: readonly ExportedLog[];
}

/**
 * Verifies the runs of a folder, a line each in the order of their names as soon as it is known, so that a year of them
 * needs no more memory than a few. Answers the code that weighs most of all runs, or 0; where each of them holds, and the log has others
 * that have ended or had to, that of `log-says-more`.
 */
export async function verifyAll(
  each: VerifyEach,
  { runs, others }: RunsBelow,
  { json, now, stdout, logs }: VerifyAllOptions,
): Promise<number> {
  const seen = new Map<string, number>();
  const codes = new Map<number, number>();
  const ends = new Map<string, Place>();
  for await (const verified of each(runs)) {
    codes.set(verified.code, (codes.get(verified.code) ?? 0) + 1);
    if (verified.code === 0 && verified.says)
      seen.set(verified.says.run, (seen.get(verified.says.run) ?? 0) + 1);
    if (verified.code === 0 && verified.says && verified.log) ends.set(verified.says.run, verified.log);
    await print(stdout, json ? verifiedJson(verified) : runLine(verified));
  }
  const known = logs.map(({ leaves }) => readableLeaves(leaves));
  const absent = [...new Set(known.flatMap(endedIn))].filter((run) => !seen.has(run));
  const held = known.flatMap(loggedHolds).flatMap((hold) => (hold.held ? [hold.run] : []));
  const hidden = known.flatMap((leaves) => hiddenFailures(leaves, now)).map(({ run }) => run);
  const failed = [...codes].filter(([code]) => code !== 0).toSorted(([one], [other]) => one - other);
  const repeated = [...seen].flatMap(([run, times]) => (times > 1 ? [run] : []));
  const note = tailsOf(logs, ends);
  const summary = { verified: codes.get(0) ?? 0, failed, absent, hidden, held, repeated, others, note };
  await print(stdout, json ? summaryJson(summary) : summaryText(summary));
  const isWhole = absent.length === 0 && hidden.length === 0;
  return failed[0]?.[0] ?? (isWhole ? 0 : FINDING_CODES['log-says-more']);
}

interface Summary {
  readonly verified: number;
  /** Exit codes with how many runs have each, the one that weighs most first. */
  readonly failed: readonly (readonly [code: number, runs: number])[];
  /** Runs that the log says have ended, and whose evidence was not among what was verified. */
  readonly absent: readonly string[];
  /** Runs that the log has a start of, and no end though their time is over. */
  readonly hidden: readonly string[];
  /** Runs that the log has under a legal hold. */
  readonly held: readonly string[];
  /** Runs that lie there more than once, and would count twice. */
  readonly repeated: readonly string[];
  readonly others: readonly string[];
  /** What a reader should know of the log; null for nothing. */
  readonly note: string | null;
}

function endedIn(leaves: readonly LogLeaf[]): readonly string[] {
  return leaves.flatMap((leaf) => (leaf.type === 'end' ? [leaf.run] : []));
}

/** Where a run's end is in its log, and how much of that its checkpoint covers. */
type Place = NonNullable<Verified['log']>;

/** What nobody has signed of each log, given the runs that hold. */
function tailsOf(logs: readonly ExportedLog[], ends: ReadonlyMap<string, Place>): string | null {
  const tails = logs.flatMap(({ name, leaves, signedSize }) => {
    const parsed = parsedLeaves(leaves);
    const own = [...ends].filter(([run, { end }]) => {
      const leaf = parsed[end];
      return leaf?.type === 'end' && leaf.run === run;
    });
    return unsignedTail(leaves, [signedSize, ...own.map(([, { size }]) => size)], name) ?? [];
  });
  return tails.length === 0 ? null : tails.join('; ');
}

function runLine({ directory, code, findings, says, stoodFor }: Verified): string {
  const [first, more] = [firstFinding(findings), findings.length - 1];
  const text =
    code === 0 && says
      ? `verified: ${says.kind}, scope ${says.scope}, overall ${says.verdicts['overall'] ?? 'nothing'}, grade ${gradeOf(stoodFor)}`
      : `NOT VERIFIED: ${code} ${first?.kind}: ${first?.file} ${first?.says}${more > 0 ? ` (and ${more} more)` : ''}`;
  return `${visibleText(`${directory} ${text}`)}\n`;
}

function summaryText({ verified, failed, absent, hidden, held, repeated, others, note }: Summary): string {
  const lines = [
    `${verified} verified, ${failed.reduce((sum, [, runs]) => sum + runs, 0)} not.`,
    ...failed.map(([code, runs]) => `  ${code} ${kindOf(code)}: ${runs}`),
    ...(absent.length > 0 ? [`In the log, and not verified here: ${absent.join(', ')}`] : []),
    ...(hidden.length > 0 ? [`Begun by the log, and never ended: ${hidden.join(', ')}`] : []),
    ...(held.length > 0 ? [`Under a legal hold, as the log says: ${held.join(', ')}`] : []),
    ...(repeated.length > 0 ? [`There more than once: ${repeated.join(', ')}`] : []),
    ...(others.length > 0 ? [`No runs, and not looked at: ${others.join(', ')}`] : []),
    ...(note === null ? [] : [`Note: ${note}.`]),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

function summaryJson({ failed, ...summary }: Summary): string {
  const codes = Object.fromEntries(failed);
  const schemaVersion = SCHEMA_VERSION;
  return `${JSON.stringify({ schemaVersion, summary: { ...summary, failed: codes } })}\n`;
}

function kindOf(code: number): string {
  return Object.entries(FINDING_CODES).find(([, one]) => one === code)?.[0] ?? 'unknown';
}

/** Waits where nobody reads: lines for ten thousand runs are not kept in memory. */
async function print(stdout: NodeJS.WritableStream, text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain');
}
