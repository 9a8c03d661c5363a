import type { DisruptionReceipt } from '../record/failover-outcomes.ts';
import type { FenceAttempt } from '../record/fence-outcomes.ts';

/**
 * Whether an injector's receipt proves that nothing of the old primary can write: it names the lost region, every
 * process is dead, and the storage stays down until the undo. A drill's proof only: a real loss has no receipt.
 */
export function judgeReceipt(receipt: DisruptionReceipt | null, region: string): FenceAttempt {
  const rung = 'receipt';
  if (!receipt) return { rung, result: 'failed', detail: 'the injector gave no receipt', seconds: 0 };
  const { processesEnded, processesAlive, storageHeld, experiment } = receipt;
  const detail = `${experiment} in ${receipt.region}: ${processesEnded} processes ended, ${processesAlive} alive, storage ${storageHeld ? 'held' : 'not held'}`;
  const proven = receipt.region === region && processesEnded > 0 && processesAlive === 0 && storageHeld;
  return { rung, result: proven ? 'proven' : 'refuted', detail, seconds: 0 };
}
