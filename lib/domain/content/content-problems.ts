import type { ContentLine } from './content-line.ts';
import type { ContentIdentity } from './contents.ts';

/** What keeps a comparison's lines from being a whole comparison of a primary with its replica, a sentence each. */
export function contentProblems(lines: readonly ContentLine[]): readonly string[] {
  const servers = lines.filter((line) => line.line === 'server');
  const primary = servers.find(({ side }) => side === 'primary')?.identity;
  const replica = servers.find(({ side }) => side === 'replica')?.identity;
  const end = lines.at(-1);
  return [
    ...(primary && replica
      ? pairProblems(primary, replica)
      : ['one of the servers was never asked who it is']),
    ...(lines.some(({ line }) => line === 'point') ? [] : ['no point in time was fixed on the primary']),
    ...endProblems(end?.line === 'end' ? end : null),
  ];
}

function pairProblems(primary: ContentIdentity, replica: ContentIdentity): readonly string[] {
  return [
    ...(primary.inRecovery ? [`${primary.server} is a standby, and was compared as the primary`] : []),
    ...(replica.inRecovery ? [] : [`${replica.server} is no standby: nothing says that it follows`]),
    ...systemProblems(primary, replica),
  ];
}

/** Only copies of the same files have the same places and transactions. */
export function systemProblems(one: ContentIdentity, other: ContentIdentity): readonly string[] {
  const { systemIdentifier: system, database } = one;
  return [
    ...(system === other.systemIdentifier
      ? []
      : [`${other.server} is of another system: ${other.systemIdentifier}, not ${system}`]),
    ...(database === other.database
      ? []
      : [`${other.server} is of database ${other.database}, not ${database}`]),
  ];
}

function endProblems(end: Extract<ContentLine, { line: 'end' }> | null): readonly string[] {
  if (!end) return ['the comparison has no end'];
  return end.cause === null ? [] : [`the comparison ended early: ${end.cause}`];
}
