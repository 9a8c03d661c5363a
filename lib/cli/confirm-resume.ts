import { oldestGround } from '../domain/approval/grounds-age.ts';
import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import type { Instant } from '../domain/instant.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { StepEntry } from '../domain/record/entry.ts';
import { newestOutcome } from '../domain/record/newest-outcome.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import type { RealEvent } from '../domain/run/real-event.ts';
import { resumeStage } from '../domain/run/resume-stage.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { resumeText } from '../report/resume-text.ts';
import { confirmByName, mustBeConfirmable } from './confirm-by-name.ts';
import type { PersonInput } from './person.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What goes on, as its confirmation is asked for. */
const AGAIN = 'a REAL failover again, at the step where it stopped';

export interface Resuming {
  readonly input: RunInput;
  readonly entries: readonly StepEntry[];
  readonly plan: Pick<RecoveryPlan, 'name' | 'approvals'>;
  /** Looks at both sites, as they are now. */
  readonly look: (real: RealEvent) => Promise<FailoverBrief>;
  readonly now: () => Instant;
  /** The plan's name, where no person types it. */
  readonly confirm?: string | undefined;
  readonly person: PersonInput;
  readonly terminal: Pick<Terminal, 'err' | 'colour'>;
}

/**
 * A real failover that has stopped before its promotion goes on only when somebody has seen what is lost now, and types
 * the plan's name again: what it was confirmed on may be hours old. Later there is only the way to its end, and it says so.
 * @throws UsageError when it is not confirmed
 */
export async function confirmResume({ input, entries, ...resuming }: Resuming): Promise<void> {
  if (input.kind !== 'failover' || !input.real) return;
  const { terminal, plan, confirm, person } = resuming;
  const stage = resumeStage(entries);
  if (stage !== 'before') return void terminal.err.write(`run ${input.run} ${GOES_ON[stage]}\n`);
  const asking = { what: AGAIN, plan, confirm, input: person };
  mustBeConfirmable(asking);
  if (confirm !== undefined && input.real.breakGlass !== null)
    throw new UsageError(
      `run ${input.run} asks nobody (break-glass): a person goes on with it, at a terminal`,
    );
  const { approvals } = input;
  const ground = groundOf({ ...input, real: input.real }, entries);
  const brief = await resuming.look(input.real);
  const age = { ground, validSeconds: approvals.validSeconds, now: resuming.now() };
  terminal.err.write(resumeText(brief, age, terminal));
  await confirmByName({ ...asking, output: terminal.err });
}

const GOES_ON = {
  promoted: 'has promoted already: it goes forward to its end, and nothing is asked',
  ending: 'was on its way to its end: it goes on with that, and nothing is asked',
} as const;

function groundOf(
  { approvals, real }: { approvals: FailoverInput['approvals']; real: RealEvent },
  entries: readonly StepEntry[],
) {
  return oldestGround({
    approvals,
    real,
    approval: newestOutcome(entries, 'RequestApproval'),
    acceptance: newestOutcome(entries, 'RequestAcceptance'),
    fence: newestOutcome(entries, 'FenceOldPrimary'),
    look: newestOutcome(entries, 'PollDetection'),
  });
}
