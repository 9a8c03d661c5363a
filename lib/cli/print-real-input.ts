import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { lossWords } from '../domain/brief/loss-words.ts';
import { shellWord } from '../domain/shell-word.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { EXIT } from './exit-code.ts';
import { withPlanAccess } from './plan-access.ts';
import { PRINTED_MINUTES } from '../domain/run/real-event.ts';
import { type RealRun, realInput } from './real-run.ts';
import { printedEvent } from './real-event-of.ts';
import type { RealReasons } from './real-reasons.ts';
import type { Terminal } from './terminal.ts';

/**
 * For those who start a real failover from the console: the input of the state machine on stdout, with the confirmation
 * left empty, and how it is started on stderr. The workflow refuses it until a person has filled in the plan's name, and
 * when it is old; where a reason is missing it pauses.
 */
export async function printRealInput(
  real: RealRun,
  {
    reasons,
    brief: { gates, advice, loss, needs },
  }: { readonly reasons: RealReasons; readonly brief: FailoverBrief },
  { out, err }: Pick<Terminal, 'out' | 'err'>,
): Promise<number> {
  const { run, loaded, sandbox } = real;
  const { name, sites } = loaded.plan;
  return withPlanAccess(sandbox, loaded.plan, async ({ recovery, machineArns }) => {
    const event = printedEvent(reasons, { gates, advice, shown: [...lossWords({ loss, advice })] });
    out.write(`${JSON.stringify(await realInput(real, recovery, event), null, 2)}\n`);
    const { region, bucket } = sites.recovery;
    err.write(
      [
        `Save it as input.json, and put the plan's name into it: "real": { …, "confirmed": "${name}" }.`,
        ...needs.map(({ option, why }) => `It takes a reason, ${option} 'WHY': ${why}.`),
        `Left empty, the workflow refuses it, and so it does after ${PRINTED_MINUTES} minutes: it is of this moment. Then:`,
        `  aws s3api put-object --region ${region} --bucket ${bucket} --key ${runKeys.plan(run)} --body ${shellWord(loaded.file)}`,
        `  aws stepfunctions start-execution --region ${region} --name ${run} \\`,
        `    --state-machine-arn ${machineArns.failover} --input file://input.json`,
        '',
      ].join('\n'),
    );
    return EXIT.met;
  });
}
