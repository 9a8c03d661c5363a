import type { FailoverInput } from '../run/failover-input.ts';

/** One after the other, word for word. */
export function sameTargets(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((target, place) => target === other[place]);
}

/** What an approval of a failover is for, in words: each thing that will be changed, and where. */
export function failoverTargets({ databases, sites, backgroundJobs }: FailoverInput): readonly string[] {
  const jobs = backgroundJobs.map(({ name }) => name).join(', ');
  return [
    ...(jobs === '' ? [] : [`stop background jobs: ${jobs}`]),
    ...databases.map(
      ({ primary, replica }) =>
        `promote ${replica.instance} in ${replica.region} in place of ${primary.instance} in ${primary.region}`,
    ),
    `send traffic from ${sites.primary.name} to ${sites.recovery.name}`,
  ];
}
