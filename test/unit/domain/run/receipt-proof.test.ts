import { describe, expect, it } from 'vitest';
import { judgeReceipt } from '../../../../lib/domain/run/receipt-proof.ts';
import { RECEIPT } from '../../../fakes/fake-disruption.ts';

describe("an injector's receipt", () => {
  it('proves that nothing of the region can write', () => {
    expect(judgeReceipt(RECEIPT, 'eu-north-1')).toEqual({
      rung: 'receipt',
      result: 'proven',
      detail: 'EXP1 in eu-north-1: 12 processes ended, 0 alive, storage held',
      seconds: 0,
    });
  });

  it('proves nothing when there is none', () => {
    expect(judgeReceipt(null, 'eu-north-1')).toEqual({
      rung: 'receipt',
      result: 'failed',
      detail: 'the injector gave no receipt',
      seconds: 0,
    });
  });

  it.each([
    [{ region: 'eu-west-1' }, 'EXP1 in eu-west-1: 12 processes ended, 0 alive, storage held'],
    [{ processesEnded: 0 }, 'EXP1 in eu-north-1: 0 processes ended, 0 alive, storage held'],
    [{ processesAlive: 1 }, 'EXP1 in eu-north-1: 12 processes ended, 1 alive, storage held'],
    [{ storageHeld: false }, 'EXP1 in eu-north-1: 12 processes ended, 0 alive, storage not held'],
  ])('is refuted by %o', (flaw, detail) => {
    expect(judgeReceipt({ ...RECEIPT, ...flaw }, 'eu-north-1')).toMatchObject({ result: 'refuted', detail });
  });
});
