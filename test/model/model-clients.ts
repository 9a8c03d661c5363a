import type { ClientSessions } from '../../lib/ports/client-sessions.ts';
import type { InstanceGates } from '../../lib/ports/instance-gates.ts';
import type { Caller } from './caller.ts';
import type { ModelWorld } from './model-world.ts';

/** Sessions of clients as the operator ends them, and what they have written. */
export function makeModelClients(world: ModelWorld, caller: Caller): ClientSessions {
  const at = (host: string) => world.instances.find((instance) => instance.host === host);
  return {
    end: ({ host }) =>
      caller.call({ what: 'clients.end', subject: host, region: null, changes: true }, () => {
        const instance = at(host);
        if (instance?.kept === 'open') instance.kept = 'ended';
      }),
    standing: ({ host }, roles) =>
      caller.call({ what: 'clients.standing', subject: host, region: null }, () => {
        const instance = at(host);
        return {
          withoutLogin: roles.filter((role) => instance?.noLogin.includes(role)),
          sessions: instance?.kept === 'open' ? 1 : 0,
          others: [],
        };
      }),
    rowsWritten: ({ host }) =>
      caller.call(
        { what: 'clients.rowsWritten', subject: host, region: null },
        () => at(host)?.rows.length ?? 0,
      ),
  };
}

function unexpected(): never {
  throw new Error("the model's ladder has no rung of a control plane");
}

/** Security groups and stops: the sandbox has them, this model's plans do not ask for them. */
export const NO_GATES: InstanceGates = {
  groups: unexpected,
  admitOnly: unexpected,
  stop: unexpected,
  start: unexpected,
};
