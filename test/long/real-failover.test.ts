import { expect, test } from 'vitest';
import { inRealEvent } from './real-event.ts';

const LIMIT_MS = 400_000;
const ASKED = ['--as', 'Duty engineer', '--confirm', 'orders', '--reason', 'the region is dark'];
const GIVEN = [...ASKED, '--stale-evidence', 'the first run of this plan'];

test(
  'a real failover asks people, is aborted without a trace, and the next one goes through without a proven fence',
  () =>
    inRealEvent(async ({ command, refused, start }) => {
      await command('sandbox', 'fault', 'add', 'region-loss');
      const first = await start(...GIVEN);
      await first.says('WAITING FOR APPROVAL');
      expect(await refused('approve', first.run, '--as', 'Duty engineer')).toContain('cannot approve it');
      expect(await refused('approve', first.run, '--as', 'A passer-by')).toContain(
        'not among those who may answer',
      );
      expect(
        await command('abort', first.run, '--as', 'Head of data', '--reason', 'a false alarm'),
      ).toContain('aborted before anything was promoted');
      await first.ended;
      const aborted = await first.judgement();
      expect(aborted.verdicts.overall).toBe('inconclusive');
      expect(aborted.reasons.drill).toContain('Head of data has aborted it: a false alarm');

      const second = await start(...GIVEN);
      await second.says('WAITING FOR APPROVAL');
      await command('approve', second.run, '--as', 'Head of operations');
      await second.says('THE FENCE IS NOT PROVEN');
      expect(await refused('approve', second.run, '--as', 'Head of data')).toContain('--accept-divergence');
      await command('approve', second.run, '--as', 'Head of data', '--accept-divergence');
      expect(await refused('approve', second.run, '--as', 'head of DATA', '--accept-divergence')).toContain(
        'has answered already',
      );
      await command('approve', second.run, '--as', 'Head of operations', '--accept-divergence');
      await second.ended;
      const went = await second.judgement();
      expect(went.scope).toBe('real');
      expect(went.verdicts.overall).not.toBe('met');
      expect(went.rpo?.heartbeats.acknowledged).toBeGreaterThan(0);
      expect(went.reasons.data).toContain('not proven');
      expect(went.findings.join('\n')).toContain(
        'Going on without a proven fence was approved by Head of data and Head of operations',
      );
      expect(JSON.parse(await command('sandbox', 'status', '--json'))).toMatchObject({
        frontDoor: { activeSite: 'ireland' },
      });
    }),
  LIMIT_MS,
);
