import { basename } from 'node:path';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ACTIONS_OF_ADAPTERS, type Grant, type Subject } from './actions-of-adapters.ts';
import { WILDCARD_REASONS } from './wildcard-reasons.ts';

const ADAPTER = /[/\\]lib[/\\]aws[/\\][^/\\]+\.ts$/;

/** What a role may do, and which `*` in it has which reason. */
export interface Access {
  readonly statements: readonly PolicyStatement[];
  readonly wildcards: ReadonlyMap<string, string>;
}

/** What a function may do: what the adapters call that its code can reach, on what the plans name. */
export function functionAccess(
  reached: readonly string[],
  resources: Readonly<Record<Subject, readonly string[]>>,
): Access {
  const adapters = reached.filter((file) => ADAPTER.test(file)).map((file) => basename(file));
  const grants = mergedGrants(adapters.flatMap((name) => ACTIONS_OF_ADAPTERS[name] ?? []));
  const wildcards = grants
    .flatMap(({ on }) => on)
    .flatMap((subject) => reasonsFor(subject, resources[subject]));
  const statements = grants.flatMap(({ actions, on }) => {
    const named = inOrder(on.flatMap((subject) => resources[subject]));
    // A plan without buckets or topics has nothing that could be named.
    return named.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources: [...named] })];
  });
  return { statements, wildcards: new Map(wildcards) };
}

function reasonsFor(subject: Subject, arns: readonly string[]): readonly (readonly [string, string])[] {
  const reason = WILDCARD_REASONS[subject];
  return reason === undefined ? [] : arns.map((arn) => [arn, reason] as const);
}

/** One for each set of subjects, with every action once, in the order of their names. */
function mergedGrants(grants: readonly Grant[]): readonly Grant[] {
  const bySubjects = Map.groupBy(grants, ({ on }) => on.join(' '));
  return [...bySubjects]
    .toSorted(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([, same]) => ({ actions: inOrder(same.flatMap(({ actions }) => actions)), on: same[0]?.on ?? [] }));
}

function inOrder(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted((a, b) => a.localeCompare(b, 'en'));
}
