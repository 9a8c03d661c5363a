import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { Confirmation } from '../domain/run/confirmation.ts';
import { visibleText } from '../domain/visible-text.ts';
import { type PersonInput, typedLine } from './person.ts';
import { UsageError } from './usage-error.ts';

export interface Confirming {
  /** What is started, as a sentence begins with it: `a real failover`. */
  readonly what: string;
  readonly plan: Pick<RecoveryPlan, 'name' | 'approvals'>;
  /** What `--confirm` gave; undefined where a person types it. */
  readonly confirm: string | undefined;
  readonly input: PersonInput;
  readonly output: NodeJS.WritableStream;
}

export type GivenName = Pick<Confirmation, 'confirmed' | 'how'>;

/** Refuses at once what could not be confirmed later. @throws UsageError */
export function mustBeConfirmable({ what, plan, confirm, input }: Omit<Confirming, 'output'>): void {
  const { name, approvals } = plan;
  if (confirm === undefined) {
    if (input.isTTY === true) return;
    throw new UsageError(
      `${what} is confirmed by a person who types the plan's name, and standard input is no terminal; ${
        approvals.unattended
          ? `this plan allows automation: --confirm ${name}`
          : 'a plan that allows automation says so by approvals.unattended: true'
      }`,
    );
  }
  if (!approvals.unattended)
    throw new UsageError(
      `--confirm is for automation, which this plan does not allow: approvals.unattended is not true; type the plan's name at a terminal`,
    );
  if (confirm !== name) throw notTheName(confirm, name);
}

/** The plan's name, typed by a person or given by a machine that may. @throws UsageError when it is anything else. */
export async function confirmByName(confirming: Confirming): Promise<GivenName> {
  mustBeConfirmable(confirming);
  const { what, plan, confirm } = confirming;
  if (confirm !== undefined) return { confirmed: confirm, how: 'unattended' };
  const question = `\nType the plan's name to start ${what}, anything else to leave: `;
  const typed = await typedLine(question, confirming);
  if (typed === null) throw new UsageError('nothing was started: no name was typed');
  if (typed.trim() !== plan.name) throw notTheName(typed, plan.name);
  return { confirmed: plan.name, how: 'typed' };
}

function notTheName(typed: string, name: string): UsageError {
  return new UsageError(
    `nothing was started: "${visibleText(typed)}" was typed, and the plan's name is ${name}`,
  );
}
