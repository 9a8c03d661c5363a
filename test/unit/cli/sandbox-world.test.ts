import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sandboxWorld } from '../../../lib/cli/sandbox-world.ts';
import { parsePlan } from '../../../lib/domain/plan/parse-plan.ts';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import { SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';

const PLANS = new URL('../../../drills/plans/', import.meta.url);

function planIn(file: string): RecoveryPlan {
  const parsed = parsePlan(readFileSync(new URL(file, PLANS)), file);
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems[0]?.expected}`);
  return parsed.plan;
}
const worldOf = (plan: RecoveryPlan) => sandboxWorld(plan, { stateDir: '/nowhere', handlers: [] });

describe('the sandbox of a plan', () => {
  it.each(readdirSync(PLANS))('of %s is one that the supervisor reads', (file) => {
    const world = worldOf(planIn(file));
    expect(SandboxConfig.parse(world)).toEqual(world);
  });

  it('has the buckets of all sites, and its own with their copies in the recovery region', () => {
    const { buckets } = worldOf(planIn('ticketing.yaml'));
    expect(buckets.slice(0, 3).map(({ objects, replicateTo }) => [objects, replicateTo])).toEqual([
      [[], undefined],
      [[], undefined],
      [[], undefined],
    ]);
    expect(buckets.slice(3, 5)).toEqual([
      {
        name: 'ticketing-muster-eu-west-2-diverged',
        region: 'eu-west-2',
        versioning: true,
        objectLock: false,
        objects: [],
      },
      {
        name: 'ticketing-muster-eu-west-3-diverged',
        region: 'eu-west-3',
        versioning: true,
        objectLock: false,
        objects: [],
      },
    ]);
    expect(buckets.slice(5)).toMatchObject([
      { name: 'tickets-posters-eu-west-3', region: 'eu-west-3', versioning: true, objects: [] },
      {
        name: 'tickets-posters-eu-west-2',
        region: 'eu-west-2',
        versioning: true,
        replicateTo: 'tickets-posters-eu-west-3',
      },
    ]);
    // What a site's bucket keeps nobody deletes; what was saved of users is deleted by whoever has looked at it.
    expect(buckets.map(({ objectLock }) => objectLock)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    const sizes = buckets.at(-1)?.objects.map(({ text }) => text.length) ?? [];
    expect(new Set(sizes).size).toBe(12);
  });

  it('has the region of a witness, with a bucket and the probe in it, and no database', () => {
    const handlers = ['probe-site', 'promote-replica'].map((name) => ({ name, path: `/${name}` }));
    const world = sandboxWorld(planIn('ticketing.yaml'), { stateDir: '/nowhere', handlers });
    expect(world.regions).toEqual(['eu-west-2', 'eu-west-3', 'eu-north-1']);
    const regionsOf = (wanted: string) =>
      world.functions.filter(({ name }) => name === wanted).map(({ region }) => region);
    expect(regionsOf('probe-site')).toEqual(world.regions);
    expect(regionsOf('promote-replica')).toEqual(['eu-west-3']);
    expect(world.buckets.filter(({ region }) => region === 'eu-north-1').map(({ name }) => name)).toEqual([
      'ticketing-muster-eu-north-1',
    ]);
    expect(world.instances.some(({ region }) => region === 'eu-north-1')).toBe(false);
  });

  it('has the groups that restored instances are put in, in both regions', () => {
    const network = [
      { kind: 'subnet', name: 'music-restore' },
      { kind: 'parameter', name: 'music-postgres17' },
      { kind: 'option', name: 'default:postgres-17' },
      { kind: 'security', name: 'sg-0a1b2c3d4e5f60718' },
    ];
    expect(worldOf(planIn('music-promotion.yaml')).databaseGroups).toEqual(
      ['us-east-1', 'us-west-2'].flatMap((region) => network.map((group) => ({ region, ...group }))),
    );
    const plan = planIn('sports-betting.yaml');
    const restore = { ...plan.drills.restore, network: undefined };
    expect(worldOf({ ...plan, drills: { ...plan.drills, restore } }).databaseGroups).toEqual([]);
  });

  it('has a key for copies of backups: the one that the plan names, by alias or ARN, or one of its own', () => {
    const plan = planIn('orders.yaml');
    const keysFor = (kmsKey: string | undefined) =>
      worldOf({
        ...plan,
        drills: { ...plan.drills, backup: { ...plan.drills.backup, kmsKey } },
      }).kmsKeys?.slice(4);
    const region = 'eu-west-1';
    const arn = 'arn:aws:kms:eu-west-1:000000000000:key/1';
    expect(keysFor('alias/own')).toEqual([{ region, aliases: ['alias/own'] }]);
    expect(keysFor(arn)).toEqual([{ region, aliases: ['alias/muster-backups'], arn }]);
    expect(keysFor(undefined)).toEqual([{ region, aliases: ['alias/muster-backups'] }]);
  });

  it('has a key in each region that signs evidence, and lies where it outlives the sandbox', () => {
    const plan = planIn('orders.yaml');
    const world = sandboxWorld(plan, { stateDir: '/nowhere/sandbox', handlers: [], keys: '/nowhere/keys' });
    expect(world.kmsKeys?.filter(({ keyFile }) => keyFile !== undefined)).toEqual([
      {
        region: 'eu-central-1',
        aliases: ['alias/muster-evidence'],
        keyFile: '/nowhere/keys/eu-central-1.pem',
      },
      { region: 'eu-west-1', aliases: ['alias/muster-evidence'], keyFile: '/nowhere/keys/eu-west-1.pem' },
    ]);
  });

  it('has services that obey the gate of their writers where the ladder of the plan closes one', () => {
    const plan = planIn('orders.yaml');
    const [catalogue, api] = plan.services;
    if (!catalogue || !api) throw new Error('the plan has two services');
    const gatesOf = (rungs: RecoveryPlan['fence']['rungs'], services = plan.services) =>
      worldOf({ ...plan, services, fence: { ...plan.fence, rungs } }).services.map((one) => one.writersGate);
    const gate = { region: 'eu-west-1', bucket: 'muster-orders-eu-west-1', key: 'writers/orders.json' };
    expect(gatesOf(['stop-application-writers'])).toEqual([gate, gate]);
    expect(gatesOf(['stop-application-writers'], [{ ...catalogue, stores: [] }, api])).toEqual([
      undefined,
      gate,
    ]);
    expect(gatesOf(['revoke-login-and-end-sessions'])).toEqual([undefined, undefined]);
  });
});
