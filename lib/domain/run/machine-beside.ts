/** Each state machine is named after its folder in drills/, behind what a deployment puts before all of them. */
const OWN_FOLDER = 'heartbeat';

/** The state machine of another workflow in the deployment of a heartbeat's. */
export function machineBeside(heartbeatArn: string, workflow: string): string {
  return `${heartbeatArn.slice(0, -OWN_FOLDER.length)}${workflow}`;
}
