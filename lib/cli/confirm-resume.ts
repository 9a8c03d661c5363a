import { oldestGround } from '../domain/approval/grounds-age.ts';
import type { Advice } from '../domain/brief/advice.ts';
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
import { confirmSeen } from './confirm-seen.ts';
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
  /** Why it is to go on; empty where nobody has said so. */
  readonly reason: string;
  /** The plan's name, where no person types it. */
  readonly confirm?: string | undefined;
  readonly person: PersonInput;
  readonly terminal: Pick<Terminal, 'err' | 'colour'>;
}

/**
 * A real failover that has stopped before its promotion goes on only when somebody has seen what is lost now, and types
 * the plan's name again: what it was confirmed on may be hours old. Where what is seen does not ask for a failover any more,
 * it takes a reason. Later there is only the way to its end, and it says so. Answers what was advised; null where nobody looked.
 * @throws UsageError when it is not confirmed
 */
export async function confirmResume({ input, entries, ...resuming }: Resuming): Promise<Advice | null> {
  if (input.kind !== 'failover' || !input.real) return null;
  const { terminal, plan, confirm, person } = resuming;
  const stage = resumeStage(entries);
  if (stage !== 'before') {
    terminal.err.write(`run ${input.run} ${GOES_ON[stage]}\n`);
    return null;
  }
  const asking = { what: AGAIN, plan, confirm, input: person };
  mustBeConfirmable(asking);
  if (confirm !== undefined && input.real.breakGlass !== null)
    throw new UsageError(
      `run ${input.run} asks nobody (break-glass): a person goes on with it, at a terminal`,
    );
  const { approvals } = input;
  const ground = groundOf({ ...input, real: input.real }, entries);
  const { real } = input;
  const look = () => resuming.look(real);
  const show = (brief: FailoverBrief) => {
    const age = { ground, validSeconds: approvals.validSeconds, now: resuming.now() };
    terminal.err.write(resumeText(brief, age, terminal));
  };
  const brief = await look();
  show(brief);
  const seen = await confirmSeen({
    brief,
    mustBeStartable: (one) => mustHaveReason(one, { run: input.run, reason: resuming.reason }),
    confirm: () => confirmByName({ ...asking, output: terminal.err }),
    look,
    show,
    say: (words) => terminal.err.write(`\n${words}\n`),
    now: resuming.now,
  });
  return seen.brief.advice;
}

/** Its own reasons were given for what was seen when it began. */
function mustHaveReason(
  { advice }: FailoverBrief,
  { run, reason }: { readonly run: string; readonly reason: string },
): void {
  if (advice.recommendation === 'fail over' || reason !== '') return;
  throw new UsageError(
    `run ${run} does not go on: what is seen now says ${advice.recommendation.toUpperCase()} (${advice.reason}); \`npx muster abort ${run}\` brings everything back, and to go on all the same takes --reason WHY`,
  );
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
