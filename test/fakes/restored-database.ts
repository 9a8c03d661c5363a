import {
  restoredDatabases,
  type RestoredDatabase,
} from '../../lib/domain/judge/restore/restored-database.ts';
import type { CopyResult } from '../../lib/domain/manifest/copy-result.ts';
import type {
  IntegrityReport,
  MarkedPoint,
  RestoredStanding,
  VerifiedDatabase,
} from '../../lib/domain/record/restore-outcomes.ts';
import { factsOf } from './facts-of.ts';
import { backupPoint, RESTORED, restoreInput } from './restore-run.ts';

/** A server that was asked everything, and had nothing wrong. */
export const IN_ORDER: IntegrityReport = {
  checked: { indexes: 2, tables: 1, constraints: 1, foreignKeys: 1, sequences: 1 },
  problems: [],
  unchecked: [],
  beyond: [],
};

/** As ordered, in the network of the fixtures' plan. */
export const STANDING: RestoredStanding = {
  ...RESTORED,
  host: '10.2.0.1',
  port: 5432,
  server: '10.2.0.1:5432',
  timeline: 2,
  availableAt: '2026-03-01T12:00:10.000000Z',
  acceptedAt: '2026-03-01T12:00:11.000000Z',
  systemIdentifier: '1',
  subnetGroup: 'isolated',
  securityGroups: ['sg-1'],
  parameterGroup: 'restore',
  optionGroup: 'none',
  isPublic: false,
  deletionProtection: false,
  allocatedGiB: 20,
  tags: { 'muster:run': 'run-1' },
};

export const VERIFIED: VerifiedDatabase = {
  id: 'orders',
  verifiedAt: '2026-03-01T12:00:20.000000Z',
  sizeBytes: 8_000_000,
  rows: 40,
  integrity: IN_ORDER,
  checks: [],
  newestHeartbeat: null,
  markers: null,
};

/** A copy of which all was found but two rows that changed while the backup was taken. */
export const COPY: CopyResult = {
  problems: [],
  wrong: [],
  rows: 40,
  proven: 38,
  shareProven: 0.95,
  mismatches: [],
  missingTables: [],
  unproven: [
    {
      table: 'public.orders',
      from: 0,
      to: 8,
      changed: true,
      reason: '2 rows changed while the backup was taken',
    },
  ],
  sequences: [{ sequence: 'public.orders_id_seq', state: 'equal' }],
  leftOut: [],
};

const MARKER = { run: 'run-1', writer: 'proof', segment: 0 };

export const MARKED: MarkedPoint = {
  id: 'orders',
  at: '2026-03-01T11:59:00.000000Z',
  before: { ...MARKER, seq: 0, sent: '2026-03-01T11:58:59.500000Z' },
  after: { ...MARKER, seq: 1, sent: '2026-03-01T11:59:01.500000Z' },
};

/** The one database of the fixtures after it was restored and looked at. */
export function restoredDatabase(other: Partial<RestoredDatabase> = {}): RestoredDatabase {
  const facts = factsOf({
    ChooseRecoveryPoint: { databases: [backupPoint()] },
    RestoreDatabases: { databases: [{ ...RESTORED, orderedAt: '2026-03-01T12:00:00.000000Z' }] },
    AwaitRestored: { databases: [STANDING] },
    VerifyRestored: { databases: [VERIFIED] },
  });
  const [database] = restoredDatabases(restoreInput(), facts, { manifests: [], lines: [] });
  if (!database) throw new Error('the fixture has no database');
  return { ...database, ...other };
}

export function verifiedDatabase(other: Partial<VerifiedDatabase>): RestoredDatabase {
  return restoredDatabase({ verified: { ...VERIFIED, ...other } });
}
