/** The state machine of another workflow in the same deployment: each is named after its folder in drills/. */
export function machineBeside(machineArn: string, workflow: string): string {
  return machineArn.replace(/[^:]+$/, workflow);
}
