import { KMSClient } from '@aws-sdk/client-kms';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { HURRIED_LIMIT_MS, hurriedOptions } from '../../lib/aws/client-options.ts';
import { makeKmsSigner } from '../../lib/aws/kms-signer.ts';
import { EVIDENCE_KEY } from '../../lib/domain/evidence/evidence-key.ts';
import { logOrigin } from '../../lib/domain/log/log-origin.ts';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { makeAppendToLog } from '../../lib/evidence/append-to-log.ts';
import { newestHeads } from '../../lib/evidence/newest-heads.ts';
import { makeLogReader } from '../../lib/evidence/read-log.ts';
import { once } from './once.ts';
import { hurriedObjects, stepPorts } from './site.ts';

const OfStep = z.object({ run: z.object({ sites: FailoverInput.shape.sites }) });

/** The key of a region that evidence is signed with. A run waits for no region that says nothing. */
const signerIn = once((region) =>
  makeKmsSigner(new KMSClient(hurriedOptions(region)), { key: EVIDENCE_KEY, limitMs: HURRIED_LIMIT_MS }),
);

/** The other region's log is embedded where it answers. */
const OTHERS_LIMIT_MS = 500;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** What a run is logged and signed with, all of it of the recovery site. */
export function evidencePorts(event: unknown) {
  const { clock, objects } = stepPorts(event);
  const { primary, recovery } = OfStep.parse(event).run.sites;
  const log = { objects, sha256, origin: logOrigin(recovery) };
  const signer = signerIn(recovery.region);
  const there = { objects: hurriedObjects(primary), sha256, origin: logOrigin(primary) };
  const others = () => newestHeads({ logs: [makeLogReader(there)], clock, limitMs: OTHERS_LIMIT_MS });
  const append = makeAppendToLog({ ...log, signer, others });
  return { clock, objects, sha256, signer, append, reader: makeLogReader(log) };
}
