import { formatInstant, type Instant } from '../domain/instant.ts';
import { FAULT_TAG, RUN_TAG, START_BY_TAG } from '../domain/run/resource-tags.ts';

export const ACTION_PREFIX = 'muster:';

interface TemplateOrder {
  readonly fault: string;
  /** The run that it is made for; null for one that a person asks for. */
  readonly run: string | null;
  /** Nobody starts it after that: it may be removed then, whoever made it. */
  readonly startBy: Instant;
  /** What is asked for again with the same token is one template. */
  readonly clientToken: string;
}

/**
 * What CreateExperimentTemplate is asked for: one action, `fault`, whose id names the fault and whose parameter `value`
 * stands behind the name. Such actions act as nobody, so the role is none that exists.
 */
export function faultTemplate({ fault, run, startBy, clientToken }: TemplateOrder) {
  const mark = fault.indexOf('=');
  const name = mark < 0 ? fault : fault.slice(0, mark);
  const parameters: Record<string, string> = mark < 0 ? {} : { value: fault.slice(mark + 1) };
  return {
    clientToken,
    description: `${fault}, ${run === null ? 'put in force by hand' : `for the time of ${run}`}`,
    roleArn: 'arn:aws:iam::000000000000:role/muster-sandbox-fis',
    stopConditions: [{ source: 'none' }],
    actions: { fault: { actionId: `${ACTION_PREFIX}${name}`, parameters } },
    tags: {
      [FAULT_TAG]: fault,
      [START_BY_TAG]: formatInstant(startBy),
      ...(run === null ? {} : { [RUN_TAG]: run }),
    },
  };
}
