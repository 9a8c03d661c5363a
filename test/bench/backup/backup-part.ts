import { join } from 'node:path';
import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { fullScanSql } from '../run/full-scan.ts';
import { drillOfKind } from '../run/muster-drill.ts';
import { readFacts } from '../run/read-facts.ts';
import { commandOf } from '../run/server-process.ts';
import { type FilledSandbox, onFilledSandbox } from '../run/standing-sandbox.ts';
import { withOperator } from '../run/with-operator.ts';
import { type BackupNumbers, backupNumbers } from './backup-numbers.ts';
import { rawRead } from './raw-read.ts';

const ROUNDS = 5;
const MIB = 2 ** 20;

/** One backup, and right before it the same bytes and the same rows read once. */
export interface BackupRound extends BackupNumbers {
  readonly verdict: string;
  readonly bytes: number;
  readonly rawSeconds: number;
  /** One `select` of every value of every table. */
  readonly scanSeconds: number;
}

/** How fast a backup goes, its manifests and both of its copies included, against reading what it has to read. */
export function backupPart({ loaded, drills, say }: BenchContext) {
  return onFilledSandbox(loaded, {}, async (sandbox) => {
    const rounds: BackupRound[] = [];
    for (let number = 1; number <= (drills ?? ROUNDS); number++) {
      const round = await backupRound(sandbox, number);
      rounds.push(round);
      say(
        `backup ${number}  ${round.wholeSeconds.toFixed(2)} s, read alone ${round.rawSeconds.toFixed(2)} s, scan ${round.scanSeconds.toFixed(2)} s`,
      );
    }
    return backupResult(rounds);
  });
}

async function backupRound(sandbox: FilledSandbox, number: number): Promise<BackupRound> {
  const primary = sandbox.instance('primary');
  if (primary.pid === null) throw new Error('the primary does not run');
  const { seconds: rawSeconds, bytes } = await rawRead(commandOf(primary.pid).dataDir);
  const scanSeconds = await withOperator(sandbox, primary, async (client) => {
    const scan = await fullScanSql(client, 'values');
    const from = performance.now();
    await client.query(scan);
    return (performance.now() - from) / 1000;
  });
  const out = join(sandbox.stateDir, `backup-${number}`);
  const { verdicts } = await drillOfKind('backup', { stateDir: sandbox.stateDir, out, arguments: [] });
  const numbers = backupNumbers(await readFacts(out));
  return { ...numbers, verdict: verdicts.overall, bytes, rawSeconds, scanSeconds };
}

export function backupResult(rounds: readonly BackupRound[]) {
  const ofAll = (of: (round: BackupRound) => number) => median(rounds.map(of));
  const bars = [atMost('backups not met', rounds.filter(({ verdict }) => verdict !== 'met').length, 0)];
  const figures = [
    figure(
      'MiB a second of a backup, manifests and both copies included',
      ofAll(({ bytes, wholeSeconds }) => bytes / MIB / wholeSeconds),
    ),
    figure(
      'MiB a second of reading the same files',
      ofAll(({ bytes, rawSeconds }) => bytes / MIB / rawSeconds),
    ),
    figure(
      'seconds of a backup to those of reading the same files',
      ofAll(({ wholeSeconds, rawSeconds }) => wholeSeconds / rawSeconds),
    ),
    figure(
      'seconds of snapshot and copy to those of reading the same files',
      ofAll(({ snapshotSeconds, copySeconds, rawSeconds }) => (snapshotSeconds + copySeconds) / rawSeconds),
    ),
    figure(
      'seconds of one look for the manifest to those of a select of every value',
      ofAll(({ manifestSeconds, scanSeconds }) => manifestSeconds / 2 / scanSeconds),
    ),
  ];
  return { passed: allPassed(bars), bars, figures, rounds };
}
