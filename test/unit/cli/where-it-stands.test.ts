import { describe, expect, it } from 'vitest';
import { whereItStands } from '../../../lib/cli/where-it-stands.ts';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import type { RunInput } from '../../../lib/domain/run/run-input.ts';
import { backupInput } from '../../fakes/backup-run.ts';
import { checkInput } from '../../fakes/check-run.ts';
import { restoreInput } from '../../fakes/restore-run.ts';
import { runInput } from '../../fakes/run-input.ts';
import { SEEN } from '../../fakes/step-event.ts';
import { switchoverInput } from '../../fakes/switchover-event.ts';

type Seen = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const CLEAN = { runningExperiments: [], taggedResources: [], runningExecutions: [], problems: [] };
const BEGUN = { AcquireLock: SEEN.AcquireLock, CleanUp: CLEAN };
const PROMOTED = { ...BEGUN, PromoteReplica: SEEN.PromoteReplica };
const AT = '2026-03-01T12:00:00.000000Z';
const SWITCHED = {
  SwitchTraffic: { activeSite: 'west', key: 'traffic', etag: '1', requestedAt: AT, switchedAt: AT },
};

function returned(fence: string) {
  const database = { id: 'orders', fence, rolesWithoutLogin: [], probe: '' };
  return { ReturnRegion: { experimentState: 'none', databases: [database], jobsStarted: false } };
}

const UNTOUCHED = { ReturnRegion: { ...returned('lifted').ReturnRegion, databases: [] } };

function verified(healthyAt: string | null, required = true) {
  return { VerifyServices: { services: [{ name: 'api', wave: 0, required, healthyAt, detail: '' }] } };
}

function settled(holds: string | null, rebuild: string | null = null) {
  const roles = {
    experimentState: 'none',
    holds,
    rebuild,
    activeSite: null,
    databases: [],
    jobsStarted: true,
  };
  return { SettleRoles: roles };
}

function entriesOf(outcomes: Seen, intents: readonly string[] = []): readonly StepEntry[] {
  const entry = { schemaVersion: 1, attempt: 0, at: AT } as const;
  return [
    ...intents.map((state): StepEntry => ({ ...entry, kind: 'intent', state, data: {} })),
    ...Object.entries(outcomes).map(
      ([state, data]): StepEntry => ({ ...entry, kind: 'outcome', state, data }),
    ),
  ];
}

function standing(input: RunInput, outcomes: Seen, intents: readonly string[] = []) {
  return whereItStands({ input, entries: entriesOf(outcomes, intents), status: 'FAILED', wished: true });
}

const AS_IT_WAS =
  'run run-1 was aborted before anything was promoted (FAILED): everything is as it was, with north as the primary site';
const UNSAFE = 'run run-1 ended (FAILED), and is not known to be safe: ';

describe('a failover that was to end', () => {
  it.each([
    ['fences lifted', returned('lifted'), []],
    ['nothing to lift', returned('not-needed'), []],
    [
      'a promotion that was asked for, and looked at, and has not happened',
      returned('lifted'),
      ['PromoteReplica'],
    ],
    ['nothing touched', UNTOUCHED, []],
  ])('is as it was: %s', (_, outcomes, intents) => {
    expect(standing(runInput(), { ...BEGUN, ...outcomes }, intents)).toEqual({
      safe: true,
      words: AS_IT_WAS,
    });
  });

  it('says that it was not the wish that has ended it', () => {
    const entries = entriesOf({ ...BEGUN, ...returned('lifted') });
    expect(whereItStands({ input: runInput(), entries, status: 'FAILED', wished: false }).words).toMatch(
      /^run run-1 has ended by itself, not at your word, before anything was promoted/,
    );
  });

  it('is at its end where it has switched, services answer and the old primary is fenced, or will be', () => {
    for (const fence of ['proven', 'deferred'])
      expect(standing(runInput(), { ...PROMOTED, ...SWITCHED, ...verified(AT), ...returned(fence) })).toEqual(
        {
          safe: true,
          words:
            'run run-1 had promoted already: it went forward to its end (FAILED); the service is at west',
        },
      );
  });

  it.each([
    [
      'a replica was promoted, and it is not on record that clients are led to it',
      { ...PROMOTED, ...returned('proven') },
    ],
    [
      'traffic goes to west; no fence is proven of orders',
      { ...PROMOTED, ...SWITCHED, ...verified(AT), ...returned('unproven') },
    ],
    [
      'traffic goes to west; api were not seen to answer there',
      { ...PROMOTED, ...SWITCHED, ...verified(null), ...returned('proven') },
    ],
    [
      'traffic goes to west; nothing serves ledger (status failed): its old primary holds its newest rows',
      {
        ...PROMOTED,
        PromoteReplica: {
          ...SEEN.PromoteReplica,
          without: [{ id: 'ledger', instance: 'ledger-west', seen: 'status failed' }],
        },
        ...SWITCHED,
        ...verified(AT),
        ...returned('proven'),
      },
    ],
    ['traffic goes to west; its services were not seen', { ...PROMOTED, ...SWITCHED, ...returned('proven') }],
    ['it is not on record that the old primary was settled', { ...PROMOTED, ...SWITCHED, ...verified(AT) }],
  ])('is not known to be safe: %s', (words, outcomes) => {
    const seen = standing(runInput(), outcomes);
    expect(seen.safe).toBe(false);
    expect(seen.words).toContain(`${UNSAFE}${words}`);
  });

  it.each([
    ['SwitchTraffic', 'a replica was promoted', { ...PROMOTED, ...returned('proven') }],
    ['PromoteReplica', 'a replica was promoted', { ...BEGUN, ...returned('proven') }],
    ['PromoteReplica', 'a promotion was announced, and it is not known', { ...BEGUN, ...UNTOUCHED }],
  ])('is not known to be safe where %s has an intent alone: %s', (intent, words, outcomes) => {
    const seen = standing(runInput(), outcomes, [intent]);
    expect(seen.safe).toBe(false);
    expect(seen.words).toContain(`${UNSAFE}${words}`);
  });

  it.each([
    ['proven', 'fenced'],
    ['unproven', 'no fence is proven'],
  ])('is not known to be safe beside a replica that it did not promote: %s', (fence, stands) => {
    const seen = standing(runInput(), { ...BEGUN, ...returned(fence) });
    expect(seen.safe).toBe(false);
    expect(seen.words).toContain(
      `${UNSAFE}a replica was promoted, not by this run, and this run leads no clients to it; old primary of orders: ${stands}`,
    );
  });

  it('is not known to be safe where nobody saw whether another has promoted its replica', () => {
    const { ReturnRegion } = returned('not-needed');
    const databases = ReturnRegion?.databases.map((database) => ({ ...database, replicaUnseen: true })) ?? [];
    const unseen = ReturnRegion && { ReturnRegion: { ...ReturnRegion, databases } };
    const seen = standing(runInput(), { ...BEGUN, ...unseen });
    expect(seen.safe).toBe(false);
    expect(seen.words).toContain(
      `${UNSAFE}it has fenced nothing, and could not see whether another has promoted the replica of orders`,
    );
  });

  it('does not ask for services that the plan can do without', () => {
    const outcomes = { ...PROMOTED, ...SWITCHED, ...verified(null, false), ...returned('proven') };
    expect(standing(runInput(), outcomes).safe).toBe(true);
  });
});

describe('any run that was to end', () => {
  it('has changed nothing before it held the lock', () => {
    expect(standing(runInput(), {}, ['AcquireLock'])).toEqual({
      safe: true,
      words: 'run run-1 ended (FAILED) before it held the lock: it has changed nothing',
    });
    expect(standing(runInput(), {}, ['AcquireLock', 'FenceOldPrimary']).safe).toBe(false);
  });

  it('is not at its end without its clean-up, or with what that has found', () => {
    const { AcquireLock } = BEGUN;
    expect(standing(runInput(), { AcquireLock, ...returned('lifted') })).toEqual({
      safe: false,
      words: `${AS_IT_WAS}; its clean-up is not on record: \`npx muster clean\``,
    });
    const left = { ...BEGUN, CleanUp: { ...CLEAN, runningExperiments: ['EXP1'] }, ...returned('lifted') };
    expect(standing(runInput(), left)).toEqual({
      safe: false,
      words: `${AS_IT_WAS}; left behind: experiment EXP1 still runs: \`npx muster clean\``,
    });
  });
});

describe('a switchover that was to end', () => {
  it.each([
    [settled(null), true, 'run run-1 was aborted before roles changed (FAILED): everything is as it was'],
    [settled('there'), true, 'it went forward to a safe end (FAILED); the service is at west'],
    [settled('back'), true, 'it went forward to a safe end (FAILED); the service is at north'],
    [settled('there', 'there'), false, 'the service is at west, and there is no second copy of it yet'],
    [settled('back', 'back'), false, 'the service is at north, and there is no second copy of it yet'],
    [{ ...settled('there', 'there'), RetireOldPrimary: { databases: [] } }, true, 'the service is at west'],
    [{}, false, 'it is not on record which site has which role'],
  ])('says which site serves: %j', (outcomes, safe, words) => {
    const seen = standing(switchoverInput(), { ...BEGUN, ...outcomes });
    expect(seen.safe).toBe(safe);
    expect(seen.words).toContain(words);
  });
});

describe('a switchover that could not give logins back', () => {
  it('is not safe, and names them, with what a person does by hand', () => {
    const byHand = ['as its operator: ALTER ROLE "app" LOGIN;'];
    const held = { id: 'orders', region: 'eu-north-1', instance: 'orders-north', byHand };
    const CleanUp = { ...CLEAN, fencesInForce: [held] };
    expect(standing(switchoverInput(), { ...BEGUN, CleanUp })).toEqual({
      safe: false,
      words: expect.stringContaining(
        'left behind: the fence of orders-north in eu-north-1 may still be in force, and its clients kept out (by hand: as its operator: ALTER ROLE "app" LOGIN;): `npx muster clean`',
      ),
    });
  });
});

describe('a drill of data that was to end', () => {
  const removed = { removed: 0, left: 0, problem: null };
  const canary = { id: 'files', key: 'canary-1', wasPending: false, primary: removed, replica: removed };
  it.each([
    [backupInput(), { RemoveIncomplete: { removed: [], left: [] } }, 'nothing half-made is left'],
    [restoreInput(), { RemoveRestored: { removed: [], left: [] } }, 'nothing half-made is left'],
    [checkInput(), { RemoveCanary: { buckets: [canary] } }, 'nothing half-made is left'],
  ])('has changed nothing that serves: $kind', (input, outcomes, words) => {
    const seen = standing(input, { ...BEGUN, ...outcomes });
    expect(seen.words).toContain(
      `, a ${input.kind}, ended (FAILED): nothing that serves was changed, and ${words}`,
    );
    expect(seen.safe).toBe(true);
    expect(standing(input, BEGUN)).toEqual({
      safe: false,
      words: expect.stringContaining('it is not on record that what it had begun was removed'),
    });
  });

  it.each([
    [
      backupInput(),
      { RemoveIncomplete: { removed: [], left: [{ snapshot: 'snap-1', reason: 'busy' }] } },
      'snap-1',
    ],
    [
      checkInput(),
      { RemoveCanary: { buckets: [{ ...canary, replica: { ...removed, left: 1 } }] } },
      'canary-1',
    ],
    [
      checkInput(),
      { RemoveCanary: { buckets: [{ ...canary, primary: { ...removed, problem: 'silent' } }] } },
      'canary-1',
    ],
  ])('names what it has begun and not removed: %#', (input, outcomes, left) => {
    const seen = standing(input, { ...BEGUN, ...outcomes });
    expect(seen.safe).toBe(false);
    expect(seen.words).toContain(`what it had begun is still there: ${left}`);
  });
});
