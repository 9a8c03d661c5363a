import { readFile } from 'node:fs/promises';
import {
  type CheckpointNote,
  parseCheckpoint,
  parseNote,
  type SignedCheckpoint,
} from '../domain/log/checkpoint.ts';
import { type OwnTrail, parseOwnTrail } from '../domain/corroboration/own-trail.ts';
import { type OwnHistory, parseOwnHistory } from '../domain/corroboration/own-history.ts';
import { leavesOf } from '../domain/log/log-text.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { runsBelow } from './runs-below.ts';
import { findSigned } from './signed-directory.ts';
import type { StateDirectory } from './state-directory.ts';
import { toolVersion } from '../deployment/tool-version.ts';
import { readAuthorities } from './time-stamp-authorities.ts';
import { readTrustedKeys } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';
import { verifiedJson, verifiedText } from './verified-text.ts';
import { type VerifierKnowledge, verifierOf } from './verifier-of.ts';
import { verifyAll } from './verify-all.ts';
import { verifyDirectory } from './verify-directory.ts';
import { verifyEach } from './verify-each.ts';
import { readWitnessKeys } from './witness-keys.ts';

export interface VerifyOptions {
  /** A run's directory, a file in it, the name of a run, or a folder of runs. */
  readonly run: string;
  /** PEM file with the public keys that are trusted. */
  readonly trust?: string | undefined;
  /** File with a checkpoint that was kept. */
  readonly since?: string | undefined;
  /** File with the log's leaves, one a line. */
  readonly log?: string | undefined;
  /** Files with what `aws cloudtrail lookup-events` printed. */
  readonly trail?: readonly string[] | undefined;
  /** Files with what `aws stepfunctions get-execution-history` printed. */
  readonly history?: readonly string[] | undefined;
  /** File with the keys of witnesses that are trusted, one a line. */
  readonly witness?: string | undefined;
  /** PEM file with certificates of time-stamp authorities that are trusted. */
  readonly tsa?: string | undefined;
  /** File with a checkpoint that witnesses have signed. */
  readonly cosigned?: string | undefined;
  readonly json: boolean;
  readonly state: StateDirectory;
  readonly stdout: NodeJS.WritableStream;
}

/** Verifies the evidence of a run or of a folder of runs offline, prints what was found, and answers the code that weighs most, or 0. */
export async function verify(options: VerifyOptions): Promise<number> {
  const known = await knownBy(options);
  const below = await runsBelow(options.run);
  if (below) {
    if (known.history)
      throw new UsageError(
        `--history is of one run, and ${options.run} has ${below.runs.length}; verify the runs one by one, each with its own`,
      );
    const { json, stdout } = options;
    const now = makeSystemClock().now();
    const { log, since, cosigned } = known;
    const signedSize = Math.max(since?.checkpoint.size ?? 0, cosigned?.checkpoint.size ?? 0);
    return verifyAll(verifyEach(known), below, { json, now, stdout, log, signedSize });
  }
  const verified = await verifyDirectory(verifierOf(known), await findSigned(options.run, options.state));
  options.stdout.write(options.json ? verifiedJson(verified) : verifiedText(verified));
  return verified.code;
}

async function knownBy(options: VerifyOptions): Promise<VerifierKnowledge> {
  return {
    toolVersion: toolVersion(),
    trusted: options.trust === undefined ? [] : await readTrustedKeys(options.trust),
    authorities: options.tsa === undefined ? [] : await readAuthorities(options.tsa),
    since: options.since === undefined ? null : await readCheckpoint(options.since),
    log: options.log === undefined ? null : await readLeaves(options.log),
    trail: options.trail === undefined ? null : await readTrails(options.trail),
    history: options.history === undefined ? null : await Promise.all(options.history.map(readHistory)),
    ...(await witnessesOf(options)),
  };
}

async function witnessesOf({ witness, cosigned }: VerifyOptions) {
  if (witness === undefined && cosigned === undefined) return { witnesses: [], cosigned: null };
  if (witness !== undefined && cosigned !== undefined) {
    return { witnesses: await readWitnessKeys(witness), cosigned: await readNote(cosigned) };
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

async function readLeaves(path: string): Promise<readonly string[]> {
  const leaves = leavesOf(await readOption('--log', path));
  if (leaves.length > 0) return leaves;
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
