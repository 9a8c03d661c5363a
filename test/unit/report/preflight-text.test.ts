import { expect, it } from 'vitest';
import { unknown } from '../../../lib/domain/brief/fact.ts';
import { preflightGates } from '../../../lib/domain/preflight/preflight-gates.ts';
import { PreflightResult, worstOf } from '../../../lib/domain/preflight/preflight-result.ts';
import { preflightText } from '../../../lib/report/preflight-text.ts';
import { factsInOrder } from '../../fakes/preflight-facts.ts';

it('has what is wrong first, with what to do, and then what is in order', () => {
  const gates = preflightGates(factsInOrder({ functions: [], quotas: unknown('AccessDenied') }));
  const text = preflightText(
    PreflightResult.parse({
      schemaVersion: 1,
      kind: 'preflight',
      plan: 'orders',
      planSha256: 'a'.repeat(64),
      at: '2026-03-01T12:00:00.000000Z',
      result: worstOf(gates),
      gates,
      notAsked: ['capacity'],
    }),
  );

  expect(text.split('\n').slice(0, 12)).toEqual([
    expect.stringMatching(
      /^Pre-flight of orders, 2026-03-01 12:00:00 UTC: 1 blocked, 1 unknown, \d+ passed$/,
    ),
    'A failover would not get through as it stands: what blocks it comes first.',
    '',
    'BLOCKED  orchestrator, handlers',
    '         seen    none',
    '         wanted  all that the workflow calls, active in eu-west-1',
    '         do      deploy Muster into the recovery region: without it a failover goes by `npx muster runbook`',
    'UNKNOWN  quota, eu-west-1',
    '         seen    AccessDenied',
    '         wanted  room for a second copy of each database',
    '         do      ask again, or look at Service Quotas',
    '',
  ]);
  expect(text).toContain('\nok       replica usable, orders-ireland: status available\n');
  expect(text).toMatch(/Not asked of anybody:\n {2}capacity\n$/);
});
