import { element, elements } from '../../wire/xml.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';

/** AWS's own defaults (RDS User Guide, "Quotas and constraints for Amazon RDS"). Nothing here enforces them. */
const DEFAULTS = {
  DBInstances: 40,
  AllocatedStorage: 100_000,
  DBParameterGroups: 50,
  DBSubnetGroups: 50,
  OptionGroups: 20,
  ManualSnapshots: 100,
  ReadReplicasPerMaster: 15,
} as const;

type Quota = keyof typeof DEFAULTS;

/** Quotas of the account in a region, each with what is in use. */
export const describeAccountAttributes: RdsOperation = {
  parameters: [],
  run(call) {
    const used = usedIn(call);
    const quotas = Object.entries(DEFAULTS).map(([name, max]) =>
      element('AccountQuota', elements({ AccountQuotaName: name, Used: used.get(name) ?? 0, Max: max })),
    );
    return [element('AccountQuotas', quotas)];
  },
};

/** Of replicas it is the most that any source has. */
function usedIn({ region, directory, groups, snapshots }: RdsCall): ReadonlyMap<string, number> {
  const instances = directory.inRegion(region);
  const used: Readonly<Record<Quota, number>> = {
    DBInstances: instances.length,
    AllocatedStorage: instances.reduce((sum, { settings }) => sum + settings.allocatedStorage, 0),
    DBParameterGroups: groups.parameterGroups(region).length,
    DBSubnetGroups: groups.subnetGroups(region).length,
    OptionGroups: groups.optionGroups(region).length,
    ManualSnapshots: snapshots.inRegion(region).length,
    ReadReplicasPerMaster: Math.max(0, ...instances.map((one) => directory.replicasOf(one).length)),
  };
  return new Map(Object.entries(used));
}
