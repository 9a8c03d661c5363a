import type { Executions, ExecutionSummary } from '../../lib/ports/executions.ts';
import { type Journal, noted } from './journal.ts';

/** Executions that somebody else started; those that are stopped run no more. */
export function makeFakeExecutions(
  journal: Journal = [],
  known: readonly ExecutionSummary[] = [],
): Executions {
  const stopped = new Set<string>();
  return {
    list: async (machineArn, which) => {
      await noted(journal, `executions.list ${machineArn} ${which}`);
      const now = known.map((one) => (stopped.has(one.arn) ? { ...one, status: 'ABORTED' } : one));
      return now.filter(({ status }) => which === 'all' || status === 'RUNNING');
    },
    inputOf: async (arn) => {
      await noted(journal, `executions.inputOf ${arn}`);
      return null;
    },
    redrive: async (arn, token) => {
      await noted(journal, `executions.redrive ${arn} ${token}`);
      stopped.delete(arn);
    },
    stop: async (arn) => {
      await noted(journal, `executions.stop ${arn}`);
      stopped.add(arn);
    },
  };
}
