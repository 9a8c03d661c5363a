import { MoveInput } from '../domain/run/move-input.ts';
import type { FenceAttempt, FencedDatabase } from '../domain/record/failover-outcomes.ts';
import { PROOF_BY_SQL } from '../domain/run/proof-by-sql.ts';
import { judgeReceipt } from '../domain/run/receipt-proof.ts';
import {
  asHeartbeat,
  asOperator,
  type LocatedDatabase,
  locateDatabases,
} from '../domain/run/session-targets.ts';
import type { DatabaseLogins, LoginProbe } from '../ports/database-logins.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface FenceOldPrimaryPorts extends StepPorts {
  readonly sessions: DatabaseLogins;
}

/**
 * Makes sure that the old primary accepts no client's write, and says what proves it. With an injector's receipt
 * nothing more is tried: there is nobody to talk to. Without one: login revoked and sessions ended by SQL, then a
 * client's login and a client's session from before are probed, all within the plan's deadline. "none" is an answer, not a failure: the workflow decides.
 */
export function makeFenceOldPrimary(ports: FenceOldPrimaryPorts) {
  return makeStep(ports, {
    state: 'FenceOldPrimary',
    input: MoveInput,
    defersRecord: true,
    // With a proven receipt nothing is changed here, so nothing has to be announced.
    intent: (context) =>
      receiptOf(context).result === 'proven'
        ? null
        : { databases: context.run.databases.map(({ id, fencedRoles }) => ({ id, fencedRoles })) },
    // A session as a client has one, open before the loss. Where it cannot be opened, the fence will say so.
    warm: async ({ run, maybe }) => {
      const discovered = maybe('DiscoverDatabases');
      const located = discovered ? locateDatabases(run, discovered) : [];
      const targets = located.flatMap((database) =>
        database.primaryAddress ? [asHeartbeat(database, database.primaryAddress)] : [],
      );
      await Promise.all(targets.map((target) => ports.sessions.keepOpen(target).catch(() => undefined)));
    },
    act: async (context) => {
      const { run, seen } = context;
      const start = ports.clock.now();
      const receipt = receiptOf(context);
      const databases = await Promise.all(
        locateDatabases(run, seen('DiscoverDatabases')).map(
          async (database): Promise<FencedDatabase> =>
            receipt.result === 'proven'
              ? { id: database.id, proof: 'receipt', attempts: [receipt] }
              : withinDeadline(ports, { database, receipt, deadlineMs: run.fenceDeadlineSeconds * 1000 }),
        ),
      );
      return { databases, waitedSeconds: (ports.clock.now() - start) / 1e6 };
    },
  });
}

function receiptOf({ run, maybe }: StepContext): FenceAttempt {
  return judgeReceipt(maybe('InjectDisruption')?.receipt ?? null, run.sites.primary.region);
}

interface Ladder {
  readonly database: LocatedDatabase;
  readonly receipt: FenceAttempt;
  readonly deadlineMs: number;
}

async function withinDeadline(ports: FenceOldPrimaryPorts, ladder: Ladder): Promise<FencedDatabase> {
  const { database, receipt, deadlineMs } = ladder;
  const attempts = await Promise.race([
    fenceBySql(ports, ladder),
    ports.clock.sleep(deadlineMs).then((): FenceAttempt[] => [
      {
        rung: 'probe',
        result: 'unreachable',
        detail: `no answer of the old primary within ${deadlineMs / 1000} s`,
        seconds: deadlineMs / 1000,
      },
    ]),
  ]);
  // The probes are one client's: they speak for all of them only when login was revoked from each.
  const proven = (wanted: FenceAttempt['rung']) =>
    attempts.some(({ rung, result }) => rung === wanted && result === 'proven');
  const proof = PROOF_BY_SQL.every(proven) ? 'probe' : 'none';
  return { id: database.id, proof, attempts: [receipt, ...attempts] };
}

async function fenceBySql(
  ports: FenceOldPrimaryPorts,
  { database, deadlineMs }: Ladder,
): Promise<FenceAttempt[]> {
  const { clock, sessions } = ports;
  const start = clock.now();
  const elapsed = () => (clock.now() - start) / 1e6;
  const leftMs = () => Math.max(1, deadlineMs - (clock.now() - start) / 1000);
  const address = database.primaryAddress;
  const rung = 'revoke-login-and-end-sessions';
  if (!address)
    return [{ rung, result: 'unreachable', detail: 'its region did not answer at discovery', seconds: 0 }];
  const revoked = await sessions.fence(asOperator(database, address), database.fencedRoles, leftMs()).then(
    (roles): FenceAttempt => ({ rung, ...revocation(database, roles), seconds: elapsed() }),
    (error: Error): FenceAttempt => ({ rung, result: 'failed', detail: error.message, seconds: elapsed() }),
  );
  const client = asHeartbeat(database, address);
  const [fresh, open] = await Promise.all([
    sessions.probeLogin(client, leftMs()),
    sessions.probeOpen(client, leftMs()),
  ]);
  return [
    revoked,
    { rung: 'probe', ...probed(fresh), seconds: elapsed() },
    { rung: 'open-session', ...probed(open), seconds: elapsed() },
  ];
}

function probed({ result, seen }: LoginProbe): Pick<FenceAttempt, 'result' | 'detail'> {
  const meaning = { refused: 'proven', accepted: 'refuted', unreachable: 'unreachable' } as const;
  return { result: meaning[result], detail: seen };
}

function revocation(
  { fencedRoles }: LocatedDatabase,
  roles: readonly string[],
): Pick<FenceAttempt, 'result' | 'detail'> {
  const left = fencedRoles.filter((role) => !roles.includes(role));
  return left.length === 0
    ? { result: 'proven', detail: `no login: ${roles.join(', ')}` }
    : { result: 'refuted', detail: `login left: ${left.join(', ')}` };
}
