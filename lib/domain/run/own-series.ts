/** Whether an execution of the heartbeat's machine is a series of the run, by the name that StartHeartbeat gives it. */
export function isOwnSeries(run: string, executionName: string): boolean {
  return executionName.startsWith(`${run}-`) && /^[a-z]+-/.test(executionName.slice(run.length + 1));
}
