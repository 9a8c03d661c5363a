import * as z from 'zod';
import { Approvals } from '../plan/approvals.ts';
import { planDocument } from '../plan/plan-document.ts';
import { runApprovals, type RunApprovals } from '../run/run-approvals.ts';

const WithApprovals = z.looseObject({ approvals: Approvals.prefault({}) });

/**
 * Who has to agree to a run of that scope, by the text of its plan and by that part of it alone: a plan of another
 * version of the tool still says so. Null where it cannot be read.
 */
export function planApprovals(text: string, scope: string): RunApprovals | null {
  const read = planDocument(text);
  const plan = read.ok ? WithApprovals.safeParse(read.value).data : undefined;
  return plan ? runApprovals(plan.approvals, scope) : null;
}
