import { describe, expect, test } from 'vitest';
import { SwitchoverJudgement } from '../../../lib/domain/run/switchover-judgement.ts';
import { SandboxStatus } from '../../../lib/sandbox/sandbox-status.ts';
import { conclusively } from './conclusively.ts';
import { onStandingSandbox } from './standing-sandbox.ts';

const MINUTES = 60_000;

describe('the switchover drill on real PostgreSQL', () => {
  test(
    'goes there and back without losing a row, with a second copy each time',
    { timeout: 6 * MINUTES },
    () =>
      onStandingSandbox(async ({ command, drill }) => {
        const { code, judgement } = await conclusively((attempt) =>
          drill('switchover', `switchover-${attempt}`),
        );
        const { verdicts, reasons, legs, rpo, servingSite } = SwitchoverJudgement.parse(judgement);
        expect(verdicts, JSON.stringify(reasons)).toEqual({
          overall: 'met',
          drill: 'met',
          rpo: 'met',
          gap: 'met',
          data: 'met',
          protection: 'met',
          hold: 'met',
          cleanup: 'met',
        });
        expect(code).toBe(0);
        expect(rpo).toMatchObject({ seconds: 0, heartbeats: { lost: 0, splitBrain: 0, phantoms: 0 } });
        expect(legs).toMatchObject([
          { leg: 'there', from: 'frankfurt', to: 'ireland', divergedRows: 0, heartbeats: { lost: 0 } },
          { leg: 'back', from: 'ireland', to: 'frankfurt', divergedRows: 0, heartbeats: { lost: 0 } },
        ]);
        for (const { writersRefused, withoutSecondCopy } of legs) {
          expect(writersRefused?.lowSeconds).toBeGreaterThan(0);
          expect(withoutSecondCopy?.lowSeconds).toBeGreaterThan(0);
        }
        expect(servingSite).toBe('frankfurt');
        const { instances } = SandboxStatus.parse(JSON.parse(await command('sandbox', 'status', '--json')));
        expect(instances.map(({ id, role, state }) => `${id} ${role} ${state}`).toSorted()).toEqual([
          'orders-frankfurt primary available',
          'orders-ireland replica available',
        ]);
        expect(JSON.parse(await command('clean', '--json'))).toMatchObject({ runs: [], unread: null });
      }),
  );
});
