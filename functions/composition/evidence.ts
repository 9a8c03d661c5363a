import { KMSClient } from '@aws-sdk/client-kms';
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { HURRIED_LIMIT_MS, hurriedOptions } from '../../lib/aws/client-options.ts';
import { makeKmsSigner } from '../../lib/aws/kms-signer.ts';
import { EVIDENCE_KEY } from '../../lib/domain/evidence/evidence-key.ts';
import { logOrigin } from '../../lib/domain/log/log-origin.ts';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { makeKeyedLog } from '../../lib/evidence/keyed-log.ts';
import { newestHeads } from '../../lib/evidence/newest-heads.ts';
import { makeLogReader } from '../../lib/evidence/read-log.ts';
import { askTimeStampAuthority } from '../../lib/system/time-stamp-authority.ts';
import { once } from './once.ts';
import { hurriedObjects, stepPorts } from './site.ts';

const OfStep = z.object({ run: z.object({ sites: FailoverInput.shape.sites }) });

/** A run waits for no region that says nothing. */
const kmsIn = once((region) => new KMSClient(hurriedOptions(region)));

/** The other region's log is embedded where it answers. */
const OTHERS_LIMIT_MS = 500;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/**
 * What a run is logged and signed with, all of it of the recovery site. The key is looked up for each event: an
 * environment that stays warm for hours would go on with one that has been rotated away.
 */
export function evidencePorts(event: unknown) {
  const { clock, objects } = stepPorts(event);
  const { primary, recovery } = OfStep.parse(event).run.sites;
  const log = { objects, sha256, origin: logOrigin(recovery) };
  const signer = makeKmsSigner(kmsIn(recovery.region), { key: EVIDENCE_KEY, limitMs: HURRIED_LIMIT_MS });
  const there = { objects: hurriedObjects(primary), sha256, origin: logOrigin(primary) };
  // Once for all that is appended: a lost region is not waited for a second time.
  const heads = once(() => newestHeads({ logs: [makeLogReader(there)], clock, limitMs: OTHERS_LIMIT_MS }));
  const { append } = makeKeyedLog({ ...log, signer, others: () => heads(primary.region) });
  const stamping = { askAuthority: askTimeStampAuthority, random: (size: number) => randomBytes(size) };
  return { clock, objects, sha256, signer, append, reader: makeLogReader(log), ...stamping };
}
