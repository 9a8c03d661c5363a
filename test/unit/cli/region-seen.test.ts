import { expect, test } from 'vitest';
import { regionSeen } from '../../../lib/cli/site-facts.ts';
import { RegionUnreachable, ReplicaNotFound } from '../../../lib/domain/failure.ts';
import type { InstanceRef } from '../../../lib/ports/databases.ts';
import { makeFakeDatabases, REPLICA } from '../../fakes/fake-databases.ts';

const notFound = new ReplicaNotFound({ subject: 'RDS', seen: 'no instance b', limit: 'one' });
const silent = new RegionUnreachable({ subject: 'RDS', seen: 'ETIMEDOUT', limit: 'an answer' });
const denied = Object.assign(new Error('not authorized'), { name: 'AccessDenied' });

async function seen(states: Readonly<Record<string, string | Error>>) {
  const describe = async ({ instance, region }: InstanceRef) => {
    const state = states[instance] ?? notFound;
    if (typeof state !== 'string') throw state;
    return { ...REPLICA, region, instance, status: state };
  };
  const site = { region: 'eu-west-1', databases: { ...makeFakeDatabases(), describe } };
  return regionSeen(site, { role: 'recovery', instances: Object.keys(states) });
}

const region = { role: 'recovery', region: 'eu-west-1' };

test.each<[Readonly<Record<string, string | Error>>, string]>([
  [{ a: 'available' }, 'answers, a is available'],
  [{ a: 'available', b: 'available' }, 'answers, a, b are available'],
  [{ a: 'available', b: 'stopped' }, 'answers, a is available; b is stopped'],
  [
    { a: 'available', b: 'available', c: 'available', d: notFound },
    'answers, 3 instances are available; d is not there',
  ],
  [{ a: 'available', b: silent }, 'answers, a is available; b is not known (RDS: ETIMEDOUT)'],
  [{ a: notFound }, 'answers, a is not there'],
])('every instance of a region is asked for, and any word of it is an answer: %o', async (states, words) => {
  expect(await seen(states)).toEqual({ ...region, answers: true, seen: words });
});

test('who is kept from seeing an instance has been answered', async () => {
  const { answers, seen: words } = await seen({ a: denied });
  expect(answers).toBe(true);
  expect(words).toMatch(/^answers, a is not shown \(.*not authorized\)$/);
});

test('a region that says nothing of any does not answer', async () => {
  expect(await seen({ a: silent, b: silent })).toEqual({
    ...region,
    answers: false,
    seen: 'does not answer: RDS: ETIMEDOUT',
  });
});
