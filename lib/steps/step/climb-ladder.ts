import { provenBy } from '../../domain/fence/proof.ts';
import { type FenceRung, inLadderOrder, RUNG_RULES } from '../../domain/fence/rung.ts';
import type { FenceAttempt } from '../../domain/record/fence-outcomes.ts';
import { asHeartbeat } from '../../domain/run/session-targets.ts';
import type { LoginProbe } from '../../ports/database-logins.ts';
import type { RungPorts, Rungs } from './fence-rungs.ts';
import { RUNG_WORK } from './rung-work.ts';
import { tryRung } from './try-rung.ts';

/** A network that says nothing for so long lets nobody in. */
const SILENCE_MS = 1_000;

export interface Ladder
  extends Pick<Rungs, 'database' | 'closedSecurityGroup' | 'closeWriters' | 'stillOwner'> {
  readonly rungs: readonly FenceRung[];
  /** Of each rung; they start together. */
  readonly deadlineMs: number;
}

type Probes = readonly FenceAttempt[];

/**
 * Tries every rung of a database at the same time, each within the deadline, and probes after each that holds: on a new
 * connection and on the one that `keepOpen` left open. As soon as that proves the fence, a rung that was accepted is
 * not waited for, nor another rung's probes. Answers the attempts in the order of the ladder, then the two probes that prove it, or the last ones.
 */
export async function climbLadder(ports: RungPorts, ladder: Ladder): Promise<readonly FenceAttempt[]> {
  const { clock } = ports;
  const { deadlineMs } = ladder;
  const start = clock.now();
  const left = () => deadlineMs - (clock.now() - start) / 1000;
  const leftMs = () => Math.max(1, left());
  const enough = Promise.withResolvers<void>();
  const rungs = { ...ladder, leftMs, isLate: () => left() <= 0 };
  const rounds: Probes[] = [];
  const attempts = await Promise.all(
    inLadderOrder(ladder.rungs).map(async (rung) => {
      const attempt = await tryRung(clock, { rung, deadlineMs, enough: enough.promise }, (report) =>
        RUNG_WORK[rung](ports, rungs, report),
      );
      if (!isWorthProbing(attempt)) return attempt;
      const patient = rung === 'revoke-login-and-end-sessions';
      // A server whose network another rung closes meanwhile would be waited for in vain.
      const round = await Promise.race([probe(ports, rungs, { start, patient }), enough.promise]);
      if (!round) return attempt;
      rounds.push(round);
      if (provenBy([attempt, ...round]) !== null) enough.resolve();
      return attempt;
    }),
  );
  const proving = rounds.find((round) => provenBy([...attempts, ...round]) !== null);
  return [
    ...attempts,
    ...(proving ?? rounds.at(-1) ?? (await probe(ports, rungs, { start, patient: false }))),
  ];
}

/** After a revocation always: what it says of itself may be wrong either way. Else only when something has changed. */
function isWorthProbing({ rung, result }: FenceAttempt): boolean {
  if (rung === 'revoke-login-and-end-sessions') return true;
  return rung in RUNG_RULES && rung !== 'stop-application-writers' && result === 'proven';
}

interface Round {
  readonly start: number;
  /** A server that is to refuse in its own words is waited for until the deadline. */
  readonly patient: boolean;
}

async function probe(
  { sessions, clock }: RungPorts,
  rungs: Rungs,
  { start, patient }: Round,
): Promise<Probes> {
  const { database, leftMs } = rungs;
  const address = database.primaryAddress;
  const seconds = () => (clock.now() - start) / 1e6;
  if (!address) return [];
  const client = asHeartbeat(database, address);
  if (leftMs() <= 1) return NO_TIME.map((rung) => ({ ...UNASKED, rung, seconds: seconds() }));
  const limitMs = () => (patient ? leftMs() : Math.min(leftMs(), SILENCE_MS));
  const [fresh, open] = await Promise.all([
    sessions.probeLogin(client, limitMs()),
    sessions.probeOpen(client, limitMs()),
  ]);
  return [
    { rung: 'probe', ...probed(fresh), seconds: seconds() },
    { rung: 'open-session', ...probed(open), seconds: seconds() },
  ];
}

const NO_TIME = ['probe', 'open-session'] as const;
const UNASKED = { result: 'unreachable', detail: 'no time was left to probe it' } as const;

/** What a probe says of a fence. */
export function probed({ result, seen }: LoginProbe): Pick<FenceAttempt, 'result' | 'detail'> {
  const meaning = { refused: 'proven', accepted: 'refuted', unreachable: 'unreachable' } as const;
  return { result: meaning[result], detail: seen };
}
