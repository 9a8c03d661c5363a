import { RDSClient } from '@aws-sdk/client-rds';
import { join } from 'node:path';
import { patientOptions } from '../../../lib/aws/client-options.ts';
import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { installedVersion } from '../run/installed-version.ts';
import { drillOfKind } from '../run/muster-drill.ts';
import { readFacts } from '../run/read-facts.ts';
import { type FilledSandbox, onFilledSandbox } from '../run/standing-sandbox.ts';
import { type KeptSnapshot, keptSnapshot } from './kept-snapshot.ts';
import { restoreByHand } from './restore-by-hand.ts';
import { type RestoreNumbers, restoreNumbers } from './restore-numbers.ts';
import { sandboxRestore } from './sandbox-restore.ts';

const ROUNDS = 5;

/** One round: a drill, a restore by the API and one by hand, of the same snapshot, one after another. */
export interface RestoreRound extends RestoreNumbers {
  readonly verdict: string;
  readonly sandboxSeconds: number;
  readonly byHandSeconds: number;
}

/**
 * What a restore drill adds to the engine's own restore of the same bytes in the same run; and what the sandbox's engine
 * takes to a first write, against the same files copied and recovered by hand.
 */
export function restorePart({ loaded, drills, say }: BenchContext) {
  const { region } = loaded.plan.sites.recovery;
  return onFilledSandbox(loaded, {}, async (sandbox) => {
    const { endpoint, credentials } = sandbox.running;
    const rds = new RDSClient({ ...patientOptions(region), endpoint, credentials });
    try {
      const out = join(sandbox.stateDir, 'backup');
      await drillOfKind('backup', { stateDir: sandbox.stateDir, out, arguments: [] });
      const snapshot = await keptSnapshot(rds, sandbox.stateDir, region);
      const rounds: RestoreRound[] = [];
      for (let number = 1; number <= (drills ?? ROUNDS); number++) {
        const round = await restoreRound({ sandbox, rds, snapshot, number });
        rounds.push(round);
        say(`restore ${number}  ${wordsOf(round)}`);
      }
      return { ...restoreResult(rounds), databaseMiB: sandbox.databaseBytes / 2 ** 20, ...(await context()) };
    } finally {
      rds.destroy();
    }
  });
}

interface Round {
  readonly sandbox: FilledSandbox;
  readonly rds: RDSClient;
  readonly snapshot: KeptSnapshot;
  readonly number: number;
}

async function restoreRound({ sandbox, rds, snapshot, number }: Round): Promise<RestoreRound> {
  const out = join(sandbox.stateDir, `restore-${number}`);
  const { verdicts } = await drillOfKind('restore', { stateDir: sandbox.stateDir, out, arguments: [] });
  const numbers = restoreNumbers(await readFacts(out));
  const instance = `bench-${number}`;
  const sandboxSeconds = await sandboxRestore({ sandbox, rds, instance, snapshot: snapshot.id });
  const byHandSeconds = await restoreByHand(sandbox, snapshot.directory);
  return { ...numbers, verdict: verdicts.overall, sandboxSeconds, byHandSeconds };
}

function wordsOf({ wholeSeconds, engineSeconds, ratio, sandboxSeconds, byHandSeconds }: RestoreRound) {
  const drill = `${wholeSeconds.toFixed(2)} s, of which the engine ${engineSeconds.toFixed(2)} s: ${ratio.toFixed(2)}`;
  return `${drill}; first write after ${sandboxSeconds.toFixed(2)} s, by hand ${byHandSeconds.toFixed(2)} s`;
}

async function context() {
  return { pgBackRest: await installedVersion('pgbackrest', 'version') };
}

export function restoreResult(rounds: readonly RestoreRound[]) {
  const ofAll = (of: (round: RestoreRound) => number) => median(rounds.map(of));
  const bars = [
    atMost(
      "from decided to verified, less the engine's own restore, to that restore",
      ofAll(({ ratio }) => ratio),
      0.3,
    ),
    atMost(
      "the sandbox's restore to a first write, to a copy recovered by hand",
      ofAll(({ sandboxSeconds, byHandSeconds }) => sandboxSeconds / byHandSeconds),
      1.3,
    ),
    atMost('restore drills not met', rounds.filter(({ verdict }) => verdict !== 'met').length, 0),
  ];
  const figures = [
    figure(
      'seconds from decided to verified',
      ofAll(({ wholeSeconds }) => wholeSeconds),
    ),
    figure(
      "seconds of the engine's own restore in it",
      ofAll(({ engineSeconds }) => engineSeconds),
    ),
    figure(
      'seconds in which the copy is verified',
      ofAll(({ verifySeconds }) => verifySeconds),
    ),
    figure(
      'seconds to a first write by hand',
      ofAll(({ byHandSeconds }) => byHandSeconds),
    ),
  ];
  return { passed: allPassed(bars), bars, figures, rounds };
}
