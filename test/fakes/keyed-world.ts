import { makeKeyedLog } from '../../lib/evidence/keyed-log.ts';
import { makeFakeSigner } from './fake-signer.ts';
import { makeLogWorld } from './log-world.ts';
import { makeMemoryObjects } from './memory-objects.ts';

/** A log that is told of the key that signs it. Another signer on the same objects is the region after a rotation. */
export function makeKeyedWorld(objects = makeMemoryObjects(), signer = makeFakeSigner()) {
  const world = makeLogWorld({ objects, signer });
  return { ...world, ...makeKeyedLog({ ...world.log, signer, others: async () => [] }) };
}
