import { PeopleRequest } from '../../lib/domain/approval/people-request.ts';
import { sha256 } from './sha256.ts';
import { PLAN_TEXT } from './run-input.ts';

/** What a real run asks before it changes anything, at noon. */
export function peopleRequest(overrides: Partial<PeopleRequest> = {}): PeopleRequest {
  return PeopleRequest.parse({
    schemaVersion: 1,
    id: 'RequestApproval-0',
    run: 'run-1',
    kind: 'approval',
    scope: 'real',
    state: 'RequestApproval',
    about: 'DeclareFailover',
    plan: { name: 'orders', sha256: sha256(PLAN_TEXT) },
    generation: 7,
    targets: ['promote orders-west in eu-west-1 in place of orders-north in eu-north-1'],
    saw: 'region-lost, since 2026-03-01T11:59:40.000000Z',
    watched: { run: 'watch-1', databases: ['orders'] },
    initiator: 'Carl',
    people: [
      { name: 'Anna', contact: '+49 30 1' },
      { name: 'Ben', contact: '' },
    ],
    needed: 1,
    choices: ['approve', 'deny', 'abort'],
    askedAt: '2026-03-01T12:00:00.000000Z',
    expiresAt: '2026-03-01T12:15:00.000000Z',
    round: 0,
    attempt: 0,
    taskToken: 'token',
    ...overrides,
  });
}
