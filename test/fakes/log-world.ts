import type { TreeHead } from '../../lib/domain/log/checkpoint.ts';
import { makeAppendToLog } from '../../lib/evidence/append-to-log.ts';
import { makeLogReader } from '../../lib/evidence/read-log.ts';
import type { Objects } from '../../lib/ports/objects.ts';
import { makeFakeSigner, sha256Bytes } from './fake-signer.ts';
import { makeMemoryObjects, type MemoryObjects } from './memory-objects.ts';
import { UNSTAMPED } from './time-stamping.ts';

export const ORIGIN = 'muster/eu-west-1/muster-orders-eu-west-1';

interface LogWorldOptions<O> {
  readonly objects: O;
  readonly signer?: ReturnType<typeof makeFakeSigner>;
  readonly others?: readonly TreeHead[];
  readonly origin?: string;
}

/** One region's log in a bucket, with what appends to it and reads it. */
export function makeLogWorldOn<O extends Objects>({
  objects,
  signer = makeFakeSigner(),
  others = [],
  origin = ORIGIN,
}: LogWorldOptions<O>) {
  const log = { objects, sha256: sha256Bytes, origin };
  const append = makeAppendToLog({ ...log, signer, others: async () => others });
  return { objects, signer, log, append, reader: makeLogReader(log), ...UNSTAMPED };
}

/** The same in memory. */
export function makeLogWorld(options: Partial<LogWorldOptions<MemoryObjects>> = {}) {
  return makeLogWorldOn({ objects: makeMemoryObjects(), ...options });
}
