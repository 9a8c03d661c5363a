import type { EndLeaf, KeyLeaf, StartLeaf } from '../../lib/domain/log/log-leaf.ts';

export function startLeaf(run: string, changed: Partial<StartLeaf> = {}): StartLeaf {
  return {
    schemaVersion: 1,
    type: 'start',
    run,
    kind: 'failover',
    scope: 'rehearsal',
    plan: { name: 'orders', sha256: 'ab'.repeat(32) },
    objectives: { objectives: { rtoSeconds: 3600, rpoSeconds: 60 } },
    executionArn: `arn:aws:states:eu-west-1:000000000000:execution:failover:${run}`,
    at: '2026-03-01T12:00:00.000000Z',
    endsBy: '2026-03-01T14:00:00.000000Z',
    late: false,
    ...changed,
  };
}

export function endLeaf(run: string, changed: Partial<EndLeaf> = {}): EndLeaf {
  return {
    schemaVersion: 1,
    type: 'end',
    run,
    start: 0,
    scope: 'rehearsal',
    status: 'completed',
    overall: 'met',
    verdicts: { overall: 'met' },
    statementSha256: 'cd'.repeat(32),
    at: '2026-03-01T12:30:00.000000Z',
    ...changed,
  };
}

export function keyLeaf(action: KeyLeaf['action'], from: string, keyId = 'ef'.repeat(32)): KeyLeaf {
  return {
    schemaVersion: 1,
    type: 'key',
    action,
    keyId,
    spki: 'MFk=',
    from,
    reason: 'as planned',
    at: '2026-03-01T12:00:00.000000Z',
  };
}
