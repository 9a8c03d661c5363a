import { readFile } from 'node:fs/promises';
import {
  type CheckpointNote,
  parseCheckpoint,
  parseNote,
  type SignedCheckpoint,
  type TreeHead,
} from '../domain/log/checkpoint.ts';
import { type OwnTrail, parseOwnTrail } from '../domain/corroboration/own-trail.ts';
import { type OwnHistory, parseOwnHistory } from '../domain/corroboration/own-history.ts';
import { distinctLogs } from '../domain/log/distinct-logs.ts';
import { leavesOf } from '../domain/log/log-text.ts';
import { rootsInLog } from '../domain/verify/check-since.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { runsBelow } from './runs-below.ts';
import { findSigned } from './signed-directory.ts';
import type { StateDirectory } from './state-directory.ts';
import { toolVersion } from '../deployment/tool-version.ts';
import { readAuthorities } from './time-stamp-authorities.ts';
import { readTrustedKeys, sha256Bytes } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';
import { verifiedJson, verifiedText } from './verified-text.ts';
import { type VerifierKnowledge, verifierOf } from './verifier-of.ts';
import { type ExportedLog, verifyAll } from './verify-all.ts';
import { verifyDirectory } from './verify-directory.ts';
import { verifyEach } from './verify-each.ts';
import { readWitnessKeys } from './witness-keys.ts';

export interface VerifyOptions {
  /** A run's directory, a file in it, the name of a run, or a folder of runs. */
  readonly run: string;
  /** PEM file with the public keys that are trusted. */
  readonly trust?: string | undefined;
  /** Files with checkpoints that were kept, of each log one. */
  readonly since?: readonly string[] | undefined;
  /** Files with the leaves of logs, one a line; a file a region. */
  readonly log?: readonly string[] | undefined;
  /** Files with what `aws cloudtrail lookup-events` printed. */
  readonly trail?: readonly string[] | undefined;
  /** Files with what `aws stepfunctions get-execution-history` printed. */
  readonly history?: readonly string[] | undefined;
  /** File with the keys of witnesses that are trusted, one a line. */
  readonly witness?: string | undefined;
  /** PEM file with certificates of time-stamp authorities that are trusted. */
  readonly tsa?: string | undefined;
  /** Files with checkpoints that witnesses have signed, of each log one. */
  readonly cosigned?: readonly string[] | undefined;
  readonly json: boolean;
  readonly state: StateDirectory;
  readonly stdout: NodeJS.WritableStream;
}

/** Verifies the evidence of a run or of a folder of runs offline, prints what was found, and answers the code that weighs most, or 0. */
export async function verify(options: VerifyOptions): Promise<number> {
  const logs = distinctLogs(await Promise.all((options.log ?? []).map(readLeaves)));
  const known = await knownBy(options, logs);
  const below = await runsBelow(options.run);
  if (below) {
    if (known.history)
      throw new UsageError(
        `--history is of one run, and ${options.run} has ${below.runs.length}; verify the runs one by one, each with its own`,
      );
    const { json, stdout } = options;
    const now = makeSystemClock().now();
    return verifyAll(verifyEach(known), below, { json, now, stdout, logs: exportedLogs(logs, known) });
  }
  const verified = await verifyDirectory(verifierOf(known), await findSigned(options.run, options.state));
  options.stdout.write(options.json ? verifiedJson(verified) : verifiedText(verified));
  return verified.code;
}

async function knownBy(options: VerifyOptions, logs: readonly NamedLog[]): Promise<VerifierKnowledge> {
  return {
    toolVersion: toolVersion(),
    trusted: options.trust === undefined ? [] : await readTrustedKeys(options.trust),
    authorities: options.tsa === undefined ? [] : await readAuthorities(options.tsa),
    since: onePerLog('--since', await Promise.all((options.since ?? []).map(readCheckpoint))),
    logs: logs.map(({ leaves }) => leaves),
    trail: options.trail === undefined ? null : await readTrails(options.trail),
    history: options.history === undefined ? null : await Promise.all(options.history.map(readHistory)),
    ...(await witnessesOf(options)),
  };
}

async function witnessesOf({ witness, cosigned }: VerifyOptions) {
  if (witness === undefined && cosigned === undefined) return { witnesses: [], cosigned: [] };
  if (witness !== undefined && cosigned !== undefined) {
    const witnesses = await readWitnessKeys(witness);
    const notes = onePerLog('--cosigned', await Promise.all(cosigned.map(readNote)));
    return { witnesses, cosigned: notes };
  }
  throw new UsageError(
    '--witness and --cosigned go together: whose signatures count, and the checkpoint that they stand on',
  );
}

async function readNote(path: string): Promise<CheckpointNote> {
  const note = parseNote(await readOption('--cosigned', path));
  if (note) return note;
  throw new UsageError(`--cosigned ${path}: is no checkpoint; name a file of \`muster witness submit\``);
}

async function readCheckpoint(path: string): Promise<SignedCheckpoint> {
  const checkpoint = parseCheckpoint(await readOption('--since', path));
  if (checkpoint) return checkpoint;
  throw new UsageError(`--since ${path}: is no checkpoint; name a file such as evidence/checkpoint of a run`);
}

/** Of two of one log the one could hold and the other not, and each run is held against one. */
function onePerLog<Head extends { readonly checkpoint: TreeHead }>(
  option: string,
  heads: readonly Head[],
): readonly Head[] {
  const origins = heads.map(({ checkpoint }) => checkpoint.origin);
  const twice = origins.find((origin, index) => origins.indexOf(origin) !== index);
  if (twice === undefined) return heads;
  throw new UsageError(
    `${option}: two checkpoints of the log ${twice}; name one of each log, and verify against another one in a call of its own`,
  );
}

interface NamedLog {
  readonly name: string;
  readonly leaves: readonly string[];
}

/** Each with how much of it the checkpoints cover that were given. Of one log alone they are taken to be. */
function exportedLogs(
  logs: readonly NamedLog[],
  { since, cosigned }: VerifierKnowledge,
): readonly ExportedLog[] {
  const heads = [...since, ...cosigned].map(({ checkpoint }) => checkpoint);
  return logs.map(({ name, leaves }) => {
    const own = heads.filter(
      (head) => logs.length === 1 || rootsInLog(sha256Bytes, leaves, [head]).length === 0,
    );
    const signedSize = Math.max(0, ...own.map(({ size }) => size));
    return { name: logs.length === 1 ? '--log' : `--log ${name}`, leaves, signedSize };
  });
}

async function readLeaves(path: string): Promise<NamedLog> {
  const leaves = leavesOf(await readOption('--log', path));
  if (leaves.length > 0) return { name: path, leaves };
  throw new UsageError(`--log ${path}: is empty; expected the log's leaves, one a line`);
}

/** One file a region, or a page. */
async function readTrails(paths: readonly string[]): Promise<OwnTrail> {
  const trails = await Promise.all(paths.map(readTrail));
  return {
    events: trails.flatMap(({ events }) => events),
    unread: trails.reduce((sum, { unread }) => sum + unread, 0),
  };
}

async function readTrail(path: string): Promise<OwnTrail> {
  const trail = parseOwnTrail(await readOption('--trail', path));
  if (trail) return trail;
  throw new UsageError(
    `--trail ${path}: is no answer of CloudTrail; name what \`aws cloudtrail lookup-events --output json\` printed`,
  );
}

async function readHistory(path: string): Promise<OwnHistory> {
  const history = parseOwnHistory(await readOption('--history', path));
  if (history) return history;
  throw new UsageError(
    `--history ${path}: is no history; name what \`aws stepfunctions get-execution-history --output json\` printed`,
  );
}

async function readOption(option: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${option} ${path}: cannot be read`, { cause });
  });
}
