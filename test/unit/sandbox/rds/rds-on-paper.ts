import { makeInstance } from '../../../../lib/sandbox/faults/make-instance.ts';
import { makeEventLog, type EventLog } from '../../../../lib/sandbox/rds/events.ts';
import { makeGroups } from '../../../../lib/sandbox/rds/groups/groups.ts';
import {
  type InstanceDirectory,
  makeInstanceDirectory,
} from '../../../../lib/sandbox/rds/instance-directory.ts';
import { defaultKmsKeys, makeKmsKeys } from '../../../../lib/sandbox/kms/kms-keys.ts';
import { makeRdsService } from '../../../../lib/sandbox/rds/rds-service.ts';
import {
  makeSnapshotDirectory,
  type SnapshotDirectory,
} from '../../../../lib/sandbox/rds/snapshots/snapshot-directory.ts';
import { fixtureConfig, PRIMARY } from '../../../sandbox/faults/fixture-config.ts';

export interface RdsOnPaper {
  readonly directory: InstanceDirectory;
  readonly snapshots: SnapshotDirectory;
  readonly events: EventLog;
  /** Asks in the primary's region; answers the XML. @throws AwsError */
  ask(action: string, parameters?: Readonly<Record<string, string>>): Promise<string>;
}

/** The service over instances of which no server runs: for what it says of them. */
export async function rdsOnPaper(ids: readonly string[]): Promise<RdsOnPaper> {
  const config = fixtureConfig('/nowhere');
  const [first] = config.instances;
  if (!first) throw new Error('the fixture has no instance');
  const events = makeEventLog();
  let port = 1;
  const tools = { config, events, ports: { free: () => Promise.resolve((port += 1)) } };
  const instances = ids.map((id) => makeInstance({ config: { ...first, id } }, tools));
  const directory = makeInstanceDirectory(await Promise.all(instances));
  const { account, regions } = config;
  const snapshots = makeSnapshotDirectory();
  const service = makeRdsService({
    account,
    directory,
    groups: makeGroups(regions),
    events,
    provider: NOBODY,
    snapshots,
    snapshotProvider: NO_STORAGE,
    keys: makeKmsKeys({ account, keys: defaultKmsKeys(regions) }),
  });
  return {
    directory,
    snapshots,
    events,
    async ask(Action, parameters = {}) {
      const body = new URLSearchParams({ Action, Version: '2014-10-31', ...parameters });
      const answer = await service({ ...REQUEST, body: Buffer.from(body.toString()) });
      return String(answer.body);
    },
  };
}

const REQUEST = {
  requestId: 'one',
  service: 'rds',
  region: PRIMARY,
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
};

const NOBODY = {
  canReach: () => true,
  create: () => Promise.reject(new Error('no server is made here')),
  destroy: () => undefined,
};

const NO_STORAGE = {
  take: () => Promise.resolve(),
  copy: () => undefined,
  destroy: () => undefined,
};

/** Texts of an element, in order. */
export function textsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}
