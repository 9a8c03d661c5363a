import { describe, expect, it } from 'vitest';
import { missingProof, provenBy } from '../../../../lib/domain/fence/proof.ts';
import { FENCE_RUNGS, inLadderOrder, RUNG_RULES } from '../../../../lib/domain/fence/rung.ts';
import type { FenceAttempt } from '../../../../lib/domain/record/fence-outcomes.ts';

type Results = Partial<Record<FenceAttempt['rung'], FenceAttempt['result']>>;

const TRIED = [...FENCE_RUNGS, 'probe', 'open-session'] as const;

function tried(results: Results) {
  return TRIED.flatMap((rung) => {
    const result = results[rung];
    return result ? [{ rung, result }] : [];
  });
}

const BOTH: Results = { probe: 'proven', 'open-session': 'proven' };

describe('the proof of a fence', () => {
  it.each([
    [{ 'revoke-login-and-end-sessions': 'proven', ...BOTH }, 'revoke-login-and-end-sessions'],
    [{ 'close-network': 'proven', ...BOTH, probe: 'unreachable' }, 'close-network'],
    [{ 'stop-instance': 'proven', ...BOTH, probe: 'unreachable' }, 'stop-instance'],
    [{ 'revoke-login-and-end-sessions': 'failed', 'close-network': 'proven', ...BOTH }, 'close-network'],
  ] satisfies [Results, string][])('is there in %j', (results, rung) => {
    expect(provenBy(tried(results))).toBe(rung);
    expect(missingProof(tried(results))).toBe('');
  });

  it.each([
    [{}, 'no probe of it was refused'],
    [BOTH, 'login was not revoked from every client'],
    [{ 'stop-application-writers': 'proven', ...BOTH }, 'login was not revoked from every client'],
    [
      { 'revoke-login-and-end-sessions': 'proven', ...BOTH, probe: 'unreachable' },
      'no probe of it was refused',
    ],
    [{ 'close-network': 'proven', ...BOTH, probe: 'refuted' }, 'no probe of it was refused'],
    [{ 'close-network': 'unproven', ...BOTH, probe: 'unreachable' }, 'no probe of it was refused'],
    [{ 'close-network': 'proven', 'open-session': 'proven' }, 'no probe of it was refused'],
    [
      { 'close-network': 'proven', probe: 'unreachable', 'open-session': 'unreachable' },
      'no session from before the fence was seen to end',
    ],
    [
      { 'stop-instance': 'proven', probe: 'unreachable', 'open-session': 'refuted' },
      'no session from before the fence was seen to end',
    ],
  ] satisfies [Results, string][])('is missing in %j', (results, lacking) => {
    expect(provenBy(tried(results))).toBeNull();
    expect(missingProof(tried(results))).toBe(lacking);
  });

  it('never rests on a rung that holds nobody', () => {
    const idle = FENCE_RUNGS.filter((rung) => !RUNG_RULES[rung].holds);
    expect(idle).toEqual(['stop-application-writers']);
  });
});

describe('the ladder', () => {
  it('has one order, whatever a plan lists first, and each rung once', () => {
    expect(inLadderOrder(['stop-instance', 'stop-application-writers', 'stop-instance'])).toEqual([
      'stop-application-writers',
      'stop-instance',
    ]);
  });
});
