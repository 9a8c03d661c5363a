import { RestoreRefused } from '../../lib/domain/failure.ts';
import { RUN_TAG } from '../../lib/domain/run/resource-tags.ts';
import type { DatabaseInstance } from '../../lib/ports/databases.ts';
import type { RestorableWindow, RestoredInstance, RestoreOrder, Restores } from '../../lib/ports/restores.ts';
import { PRIMARY, REPLICA } from './fake-databases.ts';
import { type Journal, noted } from './journal.ts';

const NETWORK = {
  subnetGroup: 'isolated',
  securityGroups: ['sg-1'],
  parameterGroup: 'restore',
  optionGroup: 'none',
};

interface Account {
  readonly window?: RestorableWindow | null;
  /** Status of what was just ordered. */
  readonly status?: string;
  /** How often a removed instance is still seen, deleting. */
  readonly lingers?: number;
  readonly before?: readonly RestoredInstance[];
}

export interface FakeRestores extends Restores {
  instances(): readonly RestoredInstance[];
}

export function restoredInstance(other: Partial<RestoredInstance> = {}): RestoredInstance {
  return {
    ...standing({ ...REPLICA, source: null, host: '10.2.0.1', tags: { [RUN_TAG]: 'run-1' } }),
    instance: 'muster-orders-run-1',
    ...other,
  };
}

function standing(instance: DatabaseInstance): RestoredInstance {
  return { ...instance, ...NETWORK, isPublic: false, deletionProtection: false, allocatedGiB: 20 };
}

/** A model of an account in which production stands; it refuses whatever would touch that, as no real one does. */
export function makeFakeRestores(
  journal: Journal = [],
  { window = null, status = 'available', lingers = 0, before = [] }: Account = {},
): FakeRestores {
  const production = [PRIMARY, REPLICA].map(standing);
  let own = [...before];
  let left = lingers;
  const refuseProduction = ({ region, instance }: { region: string; instance: string }) => {
    if (!production.some((one) => one.region === region && one.instance === instance)) return;
    throw new Error(`${instance} is used by production: the model refuses it`);
  };
  const make = async (verb: string, order: RestoreOrder) => {
    refuseProduction(order);
    await noted(journal, `restores.${verb} ${order.region}/${order.instance}`);
    const found = own.find(({ instance }) => instance === order.instance);
    if (found && found.tags[RUN_TAG] === order.run) return found;
    const limit = 'none';
    if (found) throw new RestoreRefused({ subject: order.instance, seen: 'an instance of that name', limit });
    const { region, instance, network, deletionProtection, run } = order;
    const tags = { ...order.tags, [RUN_TAG]: run };
    const made = restoredInstance({ region, instance, ...network, deletionProtection, status, tags });
    own = [...own, made];
    return made;
  };
  return {
    restoreSnapshot: (snapshot, order) => make(`restoreSnapshot ${snapshot}`, order),
    restoreToPointInTime: ({ instance, at }, order) => make(`restoreToPointInTime ${instance} ${at}`, order),
    restorable: async () => window,
    find: async ({ instance }) => {
      const found = own.find((one) => one.instance === instance) ?? null;
      if (found?.status === 'deleting' && (left -= 1) < 0) own = own.filter((one) => one !== found);
      return own.find((one) => one.instance === instance) ?? null;
    },
    remove: async (ref) => {
      refuseProduction(ref);
      await noted(journal, `restores.remove ${ref.region}/${ref.instance}`);
      own = own.map((one) => (one.instance === ref.instance ? { ...one, status: 'deleting' } : one));
    },
    instances: () => own,
  };
}
