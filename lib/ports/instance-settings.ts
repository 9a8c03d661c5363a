import type { InstanceFacts, Quota, SubnetGroupFacts } from '../domain/preflight/preflight-facts.ts';

/** What the control plane of one region says of instances, of the groups that they are in, and of the account. */
export interface InstanceSettings {
  instance(id: string): Promise<InstanceFacts>;
  /** Family of a parameter group. */
  parameterFamily(name: string): Promise<string>;
  /** Engine of an option group. */
  optionGroup(name: string): Promise<string>;
  subnets(name: string): Promise<SubnetGroupFacts>;
  quotas(): Promise<readonly Quota[]>;
}
