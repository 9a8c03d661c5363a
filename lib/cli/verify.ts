import { readFile } from 'node:fs/promises';
import { parseCheckpoint, type SignedCheckpoint } from '../domain/log/checkpoint.ts';
import { leavesOf } from '../domain/log/log-text.ts';
import { codeOf, type Finding } from '../domain/verify/finding.ts';
import { verifyRun } from '../domain/verify/verify-run.ts';
import { renderReports } from '../report/render-reports.ts';
import { findSigned, readDirectory } from './signed-directory.ts';
import type { StateDirectory } from './state-directory.ts';
import { toolVersion } from './tool-version.ts';
import { makeVerify, readTrustedKeys, sha256Bytes } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';
import { type Verified, verifiedJson, verifiedText } from './verified-text.ts';

export interface VerifyOptions {
  /** A run's directory, a file in it, or the name of a run. */
  readonly run: string;
  /** PEM file with the public keys that are trusted. */
  readonly trust?: string | undefined;
  /** File with a checkpoint that was kept. */
  readonly since?: string | undefined;
  /** File with the log's leaves, one a line. */
  readonly log?: string | undefined;
  readonly json: boolean;
  readonly state: StateDirectory;
  readonly stdout: NodeJS.WritableStream;
}

/** Verifies a run's evidence offline, prints what was found, and answers the code of the first finding, or 0. */
export async function verify(options: VerifyOptions): Promise<number> {
  const directory = await findSigned(options.run, options.state);
  const { contents, odd } = await readDirectory(directory);
  const verifier = {
    sha256: sha256Bytes,
    verify: makeVerify(),
    render: renderReports,
    toolVersion: toolVersion(),
    trusted: options.trust === undefined ? [] : await readTrustedKeys(options.trust),
    since: options.since === undefined ? null : await readCheckpoint(options.since),
    log: options.log === undefined ? null : await readLeaves(options.log),
  };
  const found = verifyRun(verifier, contents);
  const links = odd.map(
    (file): Finding => ({ kind: 'file-extra', file, says: 'is neither a file nor a folder' }),
  );
  const findings = [...found.findings, ...links];
  const verified: Verified = { ...found, findings, directory, code: codeOf(findings) };
  options.stdout.write(options.json ? verifiedJson(verified) : verifiedText(verified));
  return verified.code;
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

async function readOption(option: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${option} ${path}: cannot be read`, { cause });
  });
}
