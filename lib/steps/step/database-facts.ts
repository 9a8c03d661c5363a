import type { Fact } from '../../domain/brief/fact.ts';
import type { DatabaseFacts, ReplicaFacts } from '../../domain/preflight/preflight-facts.ts';
import type { GatedDatabase } from '../../domain/preflight/gated-plan.ts';
import type { InstanceSettings } from '../../ports/instance-settings.ts';

/** Reads something, or says why it is not known. */
export type Ask = <T>(read: () => Promise<T>) => Promise<Fact<T>>;

export interface AskedDatabase {
  readonly database: Pick<GatedDatabase, 'id' | 'primary' | 'replica'>;
  /** Of the recovery region, and of the primary region; not known where it is not to be asked. */
  readonly settings: InstanceSettings;
  readonly primarySettings: Fact<InstanceSettings>;
  readonly server: () => Promise<ReplicaFacts>;
  readonly ask: Ask;
}

/** What the gates of one database rest on, everything at once; what depends on nothing is not waited for twice. */
export async function databaseFacts(asked: AskedDatabase): Promise<DatabaseFacts> {
  const { database, settings, primarySettings, ask } = asked;
  const { id } = database;
  const ofPrimary = <T>(read: (settings: InstanceSettings) => Promise<T>) =>
    primarySettings.known ? ask(() => read(primarySettings.value)) : Promise.resolve(primarySettings);
  const primary = ofPrimary((its) => its.instance(database.primary.instance));
  const replica = ask(() => settings.instance(database.replica.instance));
  const of = async <T, U>(fact: Promise<Fact<T>>, read: (value: T) => Promise<U>): Promise<Fact<U>> => {
    const found = await fact;
    return found.known ? ask(() => read(found.value)) : found;
  };
  const [its, own, server, parameterFamily, primaryFamily, optionGroup, subnets] = await Promise.all([
    primary,
    replica,
    ask(asked.server),
    of(replica, ({ parameterGroup }) => settings.parameterFamily(parameterGroup)),
    primary.then((found) =>
      found.known ? ofPrimary((one) => one.parameterFamily(found.value.parameterGroup)) : found,
    ),
    of(replica, ({ optionGroup: name }) => settings.optionGroup(name)),
    of(replica, ({ subnetGroup }) => settings.subnets(subnetGroup)),
  ]);
  return { id, primary: its, replica: own, server, parameterFamily, primaryFamily, optionGroup, subnets };
}
