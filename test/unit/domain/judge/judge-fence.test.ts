import { describe, expect, it } from 'vitest';
import { judgeFence } from '../../../../lib/domain/judge/judge-fence.ts';
import type { FencedDatabase } from '../../../../lib/domain/record/fence-outcomes.ts';
import type { OutcomeOf } from '../../../../lib/domain/record/outcomes.ts';
import { RECEIPT } from '../../../fakes/fake-disruption.ts';
import { factsOf } from '../../../fakes/facts-of.ts';
import { runInput } from '../../../fakes/run-input.ts';
import { SEEN } from '../../../fakes/step-event.ts';

type Attempts = FencedDatabase['attempts'];
type Returned = OutcomeOf<'ReturnRegion'>['databases'][number]['fence'];

const PROBED: Attempts = [
  { rung: 'revoke-login-and-end-sessions', result: 'proven', detail: 'no login', seconds: 0 },
  { rung: 'probe', result: 'proven', detail: 'refused', seconds: 0 },
  { rung: 'open-session', result: 'proven', detail: 'ended', seconds: 0 },
];

interface Given {
  readonly proof?: FencedDatabase['proof'];
  readonly attempts?: Attempts;
  readonly receipt?: typeof RECEIPT | null;
  readonly scope?: 'rehearsal' | 'real';
  readonly returned?: Returned;
  /** What was seen of its rungs at the return of its region. */
  readonly seenAgain?: Attempts;
  readonly secondLook?: OutcomeOf<'ReturnRegion'>['databases'][number]['secondLook'];
  readonly of?: string;
}

function judged({
  proof = 'probe',
  attempts = PROBED,
  receipt = RECEIPT,
  scope = 'rehearsal',
  returned,
  seenAgain = [],
  secondLook,
  of = 'orders',
}: Given = {}) {
  const facts = factsOf({
    InjectDisruption: { ...SEEN.InjectDisruption, receipt },
    FenceOldPrimary: { databases: [{ id: 'orders', proof, attempts }], waitedSeconds: 0 },
    ...(returned && {
      ReturnRegion: {
        experimentState: 'stopped',
        databases: [
          { id: 'stock', fence: 'unproven', rolesWithoutLogin: [], probe: 'of another', attempts: [] },
          {
            id: 'orders',
            fence: returned,
            rolesWithoutLogin: [],
            probe: 'accepted: ran',
            attempts: [...seenAgain],
            ...(secondLook !== undefined && { secondLook }),
          },
        ],
        jobsStarted: false,
      },
    }),
  });
  return judgeFence(of, runInput({ scope }), facts).map(({ verdict, reason }) => `${verdict}: ${reason}`);
}

describe('the fence of an old primary', () => {
  it('is met by its rungs and probes, and by nobody who was found there later', () => {
    const secondLook = { at: '2026-03-01T12:02:00.000000Z', sessions: 0 };
    const MET = [
      'met: orders was fenced (probe), also when it was looked at again at 2026-03-01T12:02:00.000000Z',
    ];
    expect(judged({ returned: 'proven', secondLook })).toEqual(MET);
    expect(judged({ returned: 'proven', secondLook, scope: 'real' })).toEqual(MET);
  });

  it.each([
    [1, '1 session of its clients was there'],
    [3, '3 sessions of its clients were there'],
  ])('is not proven where clients were found there later: %i', (sessions, found) => {
    const secondLook = { at: '2026-03-01T12:02:00.000000Z', sessions };
    expect(judged({ returned: 'proven', secondLook })).toEqual([
      `inconclusive: the fence of orders's old primary is not proven: ${found} when it was looked at again at 2026-03-01T12:02:00.000000Z, and ended then: \`npx muster failback report\` shows the rows that it alone holds`,
    ]);
  });

  describe('that nobody has looked at again', () => {
    const UNPROVEN =
      "inconclusive: the fence of orders's old primary is not proven: nobody has looked again for a session that was let in right before it was fenced: `npx muster failback report` shows the rows that it alone holds";

    it('is not proven by a revocation of logins alone', () => {
      expect(judged()).toEqual([UNPROVEN]);
      expect(judged({ returned: 'proven', secondLook: null })).toEqual([UNPROVEN]);
    });

    it('is not proven by a closed network either, which lets open connections be', () => {
      const closed = { rung: 'close-network', result: 'proven', detail: 'in force', seconds: 1 } as const;
      expect(judged({ attempts: [...PROBED, closed] })).toEqual([UNPROVEN]);
      expect(judged({ attempts: [closed, ...PROBED.slice(1)] })).toEqual([UNPROVEN]);
    });

    it('counts where its network is closed, so that nobody could', () => {
      const closed = { rung: 'close-network', detail: 'sg-0c alone is in force still', seconds: 0 } as const;
      const given = { returned: 'proven', secondLook: null } as const;
      expect(judged({ ...given, seenAgain: [{ ...closed, result: 'proven' }] })).toEqual([
        'met: orders was fenced (probe), and its network was closed when nobody could look again',
      ]);
      expect(judged({ ...given, seenAgain: [{ ...closed, result: 'unproven' }] })).not.toContain(
        'met: orders was fenced (probe), and its network was closed when nobody could look again',
      );
    });

    it('is met by an instance that was stopped', () => {
      const stopped = (result: 'proven' | 'unproven'): Attempts => [
        ...PROBED,
        { rung: 'stop-instance', result, detail: 'its status', seconds: 1 },
      ];
      const MET = ['met: orders was fenced (probe), and nobody has looked again'];
      expect(judged({ attempts: stopped('proven') })).toEqual(MET);
      expect(judged({ attempts: stopped('unproven') })).toEqual([UNPROVEN]);
    });

    it('is met in a run of before anybody did, or without a promotion', () => {
      expect(judged({ returned: 'lifted' })).toEqual(['met: orders was fenced (probe)']);
    });
  });

  it('is not proven by its own word', () => {
    expect(judged({ attempts: PROBED.slice(0, 2) })).toEqual([
      "inconclusive: the fence of orders's old primary is not proven: no session from before the fence was seen to end",
    ]);
  });

  it('is met by a receipt that is read again', () => {
    const of = { proof: 'receipt', attempts: [], returned: 'proven' } as const;
    expect(judged({ ...of, attempts: [] })).toEqual(['met: orders was fenced (receipt)']);
  });

  describe('by a receipt whose experiment was looked at once more', () => {
    const ENTERED = '2026-03-01T12:01:00.000000Z';
    const byReceipt = (beforeUndo: OutcomeOf<'ReturnRegion'>['beforeUndo'], isEntered = true) => {
      const entered = {
        type: 'TaskStateEntered',
        id: 40,
        at: ENTERED,
        state: 'ReturnRegion',
        error: null,
        cause: null,
      };
      const outcomes = {
        InjectDisruption: { ...SEEN.InjectDisruption, receipt: RECEIPT },
        FenceOldPrimary: {
          databases: [{ id: 'orders', proof: 'receipt' as const, attempts: [] }],
          waitedSeconds: 0,
        },
        ReturnRegion: { experimentState: 'stopped', beforeUndo, databases: [], jobsStarted: false },
      };
      const facts = factsOf(outcomes);
      const entries: typeof facts.entries = isEntered
        ? [
            { schemaVersion: 1, kind: 'history', ...entered, at: '2026-03-01T11:00:00.000000Z' },
            { schemaVersion: 1, kind: 'history', ...entered },
            ...facts.entries,
          ]
        : facts.entries;
      return judgeFence('orders', runInput(), { ...facts, entries }).map(
        ({ verdict, reason }) => `${verdict}: ${reason}`,
      );
    };
    const MET = ['met: orders was fenced (receipt)'];

    it.each(['running', 'initiating'])('is met where it still ran: %s', (state) => {
      expect(byReceipt({ state, endedAt: null })).toEqual(MET);
    });

    it.each([
      ['stopped', '2026-03-01T12:00:59.999999Z', ' at 2026-03-01T12:00:59.999999Z'],
      ['completed', '2026-03-01T12:00:10.000000Z', ' at 2026-03-01T12:00:10.000000Z'],
      ['stopping', null, ''],
      ['unknown', null, ''],
    ])('is not proven where it had ended before the run undid it: %s', (state, endedAt, when) => {
      expect(byReceipt({ state, endedAt })).toEqual([
        `inconclusive: the fence of orders's old primary is not proven: the experiment of the receipt was ${state}${when}, before the run had undone it`,
      ]);
    });

    it('is met where an earlier attempt of the same state had undone it', () => {
      expect(byReceipt({ state: 'stopped', endedAt: ENTERED })).toEqual(MET);
      expect(byReceipt({ state: 'stopped', endedAt: ENTERED }, false)).not.toEqual(MET);
    });

    it('is not proven by a receipt without an experiment', () => {
      expect(byReceipt(null)).toEqual([
        "inconclusive: the fence of orders's old primary is not proven: the experiment of the receipt was none, before the run had undone it",
      ]);
    });
  });

  it('is not proven by a receipt that nobody has looked at again', () => {
    expect(judged({ proof: 'receipt', attempts: [] })).toEqual([
      "inconclusive: the fence of orders's old primary is not proven: nobody has looked again whether the experiment of the receipt still ran",
    ]);
  });

  it('is not proven by a receipt that says less than it has to', () => {
    expect(judged({ proof: 'receipt', attempts: [], receipt: { ...RECEIPT, processesAlive: 1 } })).toEqual([
      "inconclusive: the fence of orders's old primary is not proven: EXP1 in eu-north-1: 12 processes ended, 1 alive, storage held",
    ]);
  });

  it('is never proven by a receipt in a real loss', () => {
    expect(judged({ proof: 'receipt', attempts: [], scope: 'real' })).toEqual([
      "inconclusive: the fence of orders's old primary is not proven: an injector's receipt proves nothing of a real loss",
    ]);
  });

  it('without a proof says what was tried', () => {
    const attempts: Attempts = [
      { rung: 'close-network', result: 'failed', detail: 'denied', seconds: 0 },
      { rung: 'probe', result: 'unreachable', detail: 'silence', seconds: 2 },
    ];
    expect(judged({ proof: 'none', attempts })).toEqual([
      "inconclusive: the fence of orders's old primary is not proven: close-network: denied, probe: silence",
    ]);
  });

  it('is not known where the record has nothing of it', () => {
    const unknown = 'inconclusive: it is not known whether the old primary of ledger was fenced';
    expect(judged({ of: 'ledger' })).toEqual([unknown]);
    expect(judgeFence('ledger', runInput(), factsOf({}))).toHaveLength(1);
  });

  it.each<[Returned, readonly string[]]>([
    ['proven', []],
    ['not-needed', []],
    ['lifted', []],
    ['unproven', ["inconclusive: orders's old primary came back without a proven fence: accepted: ran"]],
    [
      'deferred',
      ["inconclusive: orders's old primary is to be fenced when its region returns: accepted: ran"],
    ],
  ])('is judged again at the return of its region: %s', (returned, more) => {
    expect(judged({ returned })).toEqual(['met: orders was fenced (probe)', ...more]);
  });
});
