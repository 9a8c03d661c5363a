import { randomUUID } from 'node:crypto';

/** Tag of an experiment template that names the fault which it stands for. */
export const FAULT_TAG = 'muster:fault';
export const ACTION_PREFIX = 'muster:';

/**
 * What CreateExperimentTemplate is asked for: one action, `fault`, whose id names the fault and whose parameter `value`
 * stands behind the name. Such actions act as nobody, so the role is none that exists.
 */
export function faultTemplate(fault: string, purpose: string) {
  const mark = fault.indexOf('=');
  const name = mark < 0 ? fault : fault.slice(0, mark);
  const parameters: Record<string, string> = mark < 0 ? {} : { value: fault.slice(mark + 1) };
  return {
    clientToken: randomUUID(),
    description: `${fault}, ${purpose}`,
    roleArn: 'arn:aws:iam::000000000000:role/muster-sandbox-fis',
    stopConditions: [{ source: 'none' }],
    actions: { fault: { actionId: `${ACTION_PREFIX}${name}`, parameters } },
    tags: { [FAULT_TAG]: fault },
  };
}
