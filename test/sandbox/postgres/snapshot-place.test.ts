import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServerRoom } from '../../../lib/sandbox/postgres/server.ts';
import { SnapshotPlace } from '../../../lib/sandbox/postgres/snapshot-place.ts';
import { makeChildRegistry } from '../../../lib/sandbox/process/child-registry.ts';

let directory: string;
let snapshots: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'muster-place-'));
  snapshots = join(directory, 'snapshots');
  mkdirSync(join(snapshots, 'torn'), { recursive: true });
  for (let part = 0; part < 50; part++) writeFileSync(join(snapshots, 'torn', String(part)), 'x');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A room without servers: directories are all that a place needs of it here. */
function makeRoom(): ServerRoom {
  const unused = (): never => {
    throw new Error('nothing is started, and nothing is signed');
  };
  const home = {
    directory,
    initdb: '',
    postgres: '',
    environment: {},
    user: undefined,
    writePrivateFile: unused,
    dataDir: unused,
    snapshotDir: () => snapshots,
  };
  const children = makeChildRegistry(directory);
  return { home, children, authority: { certificatePem: '', issue: unused }, adminPassword: '', logDir: '' };
}

test('a snapshot that is removed while its storage comes back is removed there', async () => {
  const room = makeRoom();
  const place = new SnapshotPlace('eu-central-1', () => room);
  place.kill();
  await place.hold();
  expect(existsSync(snapshots)).toBe(false);
  const removal = place.remove('torn');
  place.release();
  await removal;
  expect(existsSync(snapshots)).toBe(true);
  expect(existsSync(join(snapshots, 'torn'))).toBe(false);
});

test('what is removed while its storage is away does not come back with it', async () => {
  const room = makeRoom();
  const place = new SnapshotPlace('eu-central-1', () => room);
  place.kill();
  await place.hold();
  await place.remove('torn');
  place.release();
  expect(existsSync(join(snapshots, 'torn'))).toBe(false);
});
