import { leftBehind } from '../domain/record/left-behind.ts';
import { newestOutcome } from '../domain/record/newest-outcome.ts';
import type { OutcomeOf, StateName } from '../domain/record/outcomes.ts';
import type { StepEntry } from '../domain/record/entry.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import type { SwitchoverInput } from '../domain/run/switchover-input.ts';

/** Where a run has come to, as its record proves; safe: as it was before, or at the end of a change of roles. */
export interface Standing {
  readonly safe: boolean;
  readonly words: string;
}

interface Ended<I extends RunInput = RunInput> {
  readonly input: I;
  readonly entries: readonly StepEntry[];
  /** Of its execution. */
  readonly status: string;
  /** The wish that it ends stood on its lock. */
  readonly wished: boolean;
}

/** What a run that was to end has come to. What the record does not prove is not safe. Pure. */
export function whereItStands(ended: Ended): Standing {
  const { entries, status, input } = ended;
  if (!entries.some(({ state }) => state !== 'AcquireLock') && !newestOutcome(entries, 'AcquireLock'))
    return safe(`run ${input.run} ended (${status}) before it held the lock: it has changed nothing`);
  const standing = ofKind(ended);
  const left = leftOf(ended);
  if (left === null) return standing;
  return { safe: false, words: `${standing.words}; ${left}` };
}

function ofKind({ input, ...ended }: Ended): Standing {
  switch (input.kind) {
    case 'failover':
      return ofFailover({ input, ...ended });
    case 'switchover':
      return ofSwitchover({ input, ...ended });
    default:
      return ofData({ input, ...ended });
  }
}

function ofFailover(ended: Ended<FailoverInput>): Standing {
  const { input, entries, status } = ended;
  const settled = newestOutcome(entries, 'ReturnRegion');
  if (!settled) return unsafe(ended, 'it is not on record that the old primary was settled');
  const notOpened = settled.databases.filter(({ fence }) => fence !== 'lifted' && fence !== 'not-needed');
  const promoted = newestOutcome(entries, 'PromoteReplica') !== null || notOpened.length > 0;
  if (promoted) return ofPromoted(ended, settled);
  if (begun(entries, 'PromoteReplica') && settled.databases.length === 0)
    return unsafe(ended, 'a promotion was announced, and it is not known whether it has happened');
  const unseen = settled.databases.filter(({ replicaUnseen }) => replicaUnseen).map(({ id }) => id);
  if (unseen.length > 0)
    return unsafe(
      ended,
      `it has fenced nothing, and could not see whether another has promoted the replica of ${unseen.join(', ')}`,
    );
  return safe(
    `${howEnded(ended)} before anything was promoted (${status}): everything is as it was, with ${input.sites.primary.name} as the primary site`,
  );
}

function ofPromoted(ended: Ended<FailoverInput>, settled: OutcomeOf<'ReturnRegion'>): Standing {
  const { input, entries, status } = ended;
  const { run, sites } = input;
  const traffic = newestOutcome(entries, 'SwitchTraffic');
  if (!traffic) return unsafe(ended, notLedOn(entries, settled));
  const without = [newestOutcome(entries, 'PromoteReplica'), newestOutcome(entries, 'ProvePromotion')]
    .flatMap((done) => done?.without ?? [])
    .map(({ id, seen }) => `${id} (${seen})`);
  if (without.length > 0)
    return unsafe(
      ended,
      `traffic goes to ${traffic.activeSite}; nothing serves ${without.join(', ')}: its old primary holds its newest rows`,
    );
  const open = settled.databases.filter(({ fence }) => fence === 'unproven').map(({ id }) => id);
  if (open.length > 0)
    return unsafe(ended, `traffic goes to ${traffic.activeSite}; no fence is proven of ${open.join(', ')}`);
  const services = newestOutcome(entries, 'VerifyServices')?.services;
  const silent = services?.filter(({ required, healthyAt }) => required && healthyAt === null);
  if (silent?.length !== 0) {
    const which = silent?.map(({ name }) => name).join(', ') ?? 'its services';
    return unsafe(ended, `traffic goes to ${traffic.activeSite}; ${which} were not seen to answer there`);
  }
  return safe(
    `run ${run} had promoted already: it went forward to its end (${status}); the service is at ${sites.recovery.name}`,
  );
}

function notLedOn(entries: readonly StepEntry[], { databases }: OutcomeOf<'ReturnRegion'>): string {
  if (begun(entries, 'PromoteReplica'))
    return 'a replica was promoted, and it is not on record that clients are led to it';
  const stands = databases.map(
    ({ id, fence }) => `${id}: ${fence === 'proven' ? 'fenced' : 'no fence is proven'}`,
  );
  return `a replica was promoted, not by this run, and this run leads no clients to it; old primary of ${stands.join(', ')}`;
}

function ofSwitchover(ended: Ended<SwitchoverInput>): Standing {
  const { input, entries, status } = ended;
  const { run, sites } = input;
  const settled = newestOutcome(entries, 'SettleRoles');
  if (!settled) return unsafe(ended, 'it is not on record which site has which role');
  const retired = settled.rebuild === 'back' ? 'RetireOldPrimaryBack' : 'RetireOldPrimary';
  const site = settled.holds === 'back' ? sites.primary.name : sites.recovery.name;
  if (settled.rebuild !== null && !newestOutcome(entries, retired))
    return unsafe(ended, `the service is at ${site}, and there is no second copy of it yet`);
  if (input.reprotection)
    return safe(`run ${run} ended (${status}): the service is where it was, at ${site}`);
  if (settled.holds === null)
    return safe(`${howEnded(ended)} before roles changed (${status}): everything is as it was`);
  const changed = `run ${run} had changed roles already: it went forward to a safe end (${status})`;
  return safe(`${changed}; the service is at ${site}`);
}

/** Nothing that serves is changed by these: what they make is removed, or was finished before. */
function ofData(ended: Ended): Standing {
  const { input, entries, status } = ended;
  const left = leftHalfMade(entries, input.kind);
  if (left === null) return unsafe(ended, 'it is not on record that what it had begun was removed');
  if (left.length > 0) return unsafe(ended, `what it had begun is still there: ${left.join(', ')}`);
  return safe(
    `run ${input.run}, a ${input.kind}, ended (${status}): nothing that serves was changed, and nothing half-made is left`,
  );
}

function leftHalfMade(entries: readonly StepEntry[], kind: RunInput['kind']): readonly string[] | null {
  if (kind === 'backup')
    return newestOutcome(entries, 'RemoveIncomplete')?.left.map(({ snapshot }) => snapshot) ?? null;
  if (kind === 'restore')
    return newestOutcome(entries, 'RemoveRestored')?.left.map(({ instance }) => instance) ?? null;
  const canary = newestOutcome(entries, 'RemoveCanary')?.buckets.filter(({ primary, replica }) =>
    [primary, replica].some((side) => side.left > 0 || side.problem !== null),
  );
  return canary?.map(({ key }) => key) ?? null;
}

/** Null when the clean-up stands in the record and found nothing. */
function leftOf({ entries }: Ended): string | null {
  const cleaned = newestOutcome(entries, 'CleanUp');
  if (!cleaned) return 'its clean-up is not on record: `npx muster clean`';
  const left = leftBehind(cleaned);
  return left.length === 0 ? null : `left behind: ${left.join(', ')}: \`npx muster clean\``;
}

function howEnded({ input: { run }, wished }: Ended): string {
  return wished ? `run ${run} was aborted` : `run ${run} has ended by itself, not at your word,`;
}

function begun(entries: readonly StepEntry[], state: StateName): boolean {
  return entries.some((entry) => entry.state === state);
}

function safe(words: string): Standing {
  return { safe: true, words };
}

function unsafe({ input: { run }, status }: Ended, seen: string): Standing {
  return {
    safe: false,
    words: `run ${run} ended (${status}), and is not known to be safe: ${seen}; look at its record, \`npx muster open ${run}\``,
  };
}
