import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EXIT } from '../../lib/cli/exit-code.ts';
import { behindItsBack } from '../sandbox/drill/behind-its-back.ts';
import { onStandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

const PRIMARY = 'orders-frankfurt';

test(
  'a moment is restored as it was, between its markers; one that nobody can have is named',
  { timeout: 10 * 60_000 },
  () =>
    onStandingSandbox(async ({ drill, state }) => {
      const hand = await behindItsBack(state);
      // The sandbox is younger than that: the drill writes both rows, and lays the moment between them.
      const young = await drill('restore', 'young', '--point-in-time', '1h');
      expect(young.code, JSON.stringify(young.judgement.reasons)).toBe(EXIT.met);
      expect(young.judgement.reasons['content']).toMatch(
        /^orders-db has the last marker before \S+, and not the first after it/,
      );
      expect(young.judgement.findings.join(' ')).toContain('this rehearsal restored');

      // Whoever empties a table by mistake wants the moment before it.
      // A row marks a moment by which it was certainly committed: ten seconds after it was sent.
      await sleep(11_000);
      const [{ now } = { now: '' }] = await hand.ask(PRIMARY, 'select now()::timestamptz(0) as now');
      const at = new Date(String(now)).toISOString();
      await sleep(1_100);
      await hand.ask(PRIMARY, 'delete from sandbox_shop.orders');
      const past = await drill('restore', 'past', '--point-in-time', at);
      expect(past.code, JSON.stringify(past.judgement.reasons)).toBe(EXIT.met);
      expect(past.judgement).toMatchObject({
        databases: [
          {
            source: `the moment ${at.replace('.000Z', '.000000Z')}`,
            checks: [{ passed: true }, { passed: true }],
          },
        ],
      });
      expect(past.judgement.rpo?.lowSeconds).toBeLessThan(past.judgement.rpo?.highSeconds ?? 0);

      for (const [name, moment, reason] of [
        ['early', '2020-01-01T00:00:00Z', 'it is before the first moment that backups reach'],
        ['future', '2099-01-01T00:00:00Z', 'it has not come yet'],
      ] as const) {
        const { code, judgement } = await drill('restore', name, '--point-in-time', moment);
        expect(judgement.reasons['drill']).toContain(`${PRIMARY} in eu-central-1`);
        expect(judgement.reasons['drill']).toContain(reason);
        expect(judgement.reasons['content']).toBe(
          'nothing was restored: ChooseRecoveryPoint saw PointInTimeOutOfRange',
        );
        expect(judgement.verdicts).toMatchObject({ content: 'missed', cleanup: 'met' });
        expect(code).toBe(EXIT.missed);
      }
      expect(await hand.restored()).toEqual([]);
    }),
);
