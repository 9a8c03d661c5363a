import * as z from 'zod';
import { Approvals } from '../plan/approvals.ts';
import { planDocument } from '../plan/plan-document.ts';
import type { RealEvent } from '../run/real-event.ts';
import { runApprovals, type RunApprovals } from '../run/run-approvals.ts';
import { weakerApprovals } from './weaker-approvals.ts';

const WithApprovals = z.looseObject({ approvals: Approvals.prefault({}) });

interface Agreed {
  readonly approvals: RunApprovals;
  readonly scope: string;
  readonly real?: Pick<RealEvent, 'how'> | null;
}

/**
 * Where a run takes less than its plan asks for of who has to agree to it, each as a sentence; empty where it does not. By
 * the plan's text and that part of it alone: a plan of another version of the tool still says so. Null where it cannot be read.
 */
export function lessThanPlanned(run: Agreed, planText: string): readonly string[] | null {
  const read = planDocument(planText);
  const plan = read.ok ? WithApprovals.safeParse(read.value).data : undefined;
  if (!plan) return null;
  const byMachine = run.real?.how === 'unattended' && !plan.approvals.unattended;
  return [
    ...weakerApprovals(run.approvals, runApprovals(plan.approvals, run.scope)),
    ...(byMachine ? ['a machine has confirmed it, which takes approvals.unattended: true'] : []),
  ];
}
