import type { DatabaseInstance } from '../../lib/ports/databases.ts';
import type { Replicas } from '../../lib/ports/replicas.ts';
import { ReplicaNotFound } from '../../lib/domain/failure.ts';
import { PRIMARY, REPLICA } from './fake-databases.ts';
import { type Journal, noted } from './journal.ts';

/** Control planes that carry out at once what replicas need, after the replica was promoted. */
export function makeFakeReplicas(
  journal: Journal = [],
  before: readonly DatabaseInstance[] = [PRIMARY, { ...REPLICA, source: null }],
) {
  let all = before;
  const isOf = (region: string, name: string) => (one: DatabaseInstance) =>
    one.region === region && one.instance === name;
  const replicas: Replicas = {
    setAside: async ({ region, instance, as, run }) => {
      await noted(journal, `replicas.setAside ${instance} as ${as} of ${run}`);
      all = all.map((one) => (isOf(region, instance)(one) ? { ...one, instance: as } : one));
    },
    create: async ({ region, instance, source, like, run }) => {
      await noted(
        journal,
        `replicas.create ${instance} of ${source.instance} like ${like.instance} by ${run}`,
      );
      all = [...all, { ...PRIMARY, region, instance, source: source.instance, host: '10.0.0.9' }];
    },
    adopt: async ({ instance }) => noted(journal, `replicas.adopt ${instance}`),
    remove: async ({ region, instance, run }) => {
      await noted(journal, `replicas.remove ${instance} of ${run}`);
      all = all.filter((one) => !isOf(region, instance)(one));
    },
    keepBackups: async ({ instance }, like) => {
      await noted(journal, `replicas.keepBackups ${instance} like ${like.instance}`);
      return 7;
    },
    protectLike: async ({ instance }, like) =>
      noted(journal, `replicas.protectLike ${instance} like ${like.instance}`),
  };
  const describe = async ({ region, instance }: { region: string; instance: string }) => {
    const found = all.find(isOf(region, instance));
    if (found) return found;
    throw new ReplicaNotFound({ subject: region, seen: `no instance ${instance}`, limit: 'one' });
  };
  return { replicas, describe, names: () => all.map(({ instance }) => instance) };
}
