import * as z from 'zod';
import type { Objects } from '../ports/objects.ts';
import type { Traffic } from '../ports/traffic.ts';
import { makeGuardedObject } from './guarded-object.ts';

const SwitchObject = z.object({ activeSite: z.string() });

/**
 * The traffic switch as an object that a health check reads: data plane only (S3 and Route 53 health checks), because
 * the control plane of Route 53 may be in the region that is lost.
 */
export function makeObjectTraffic(objects: Objects): Traffic {
  const guarded = makeGuardedObject(objects);
  return {
    activate: ({ key, ...content }) => guarded.write({ key, text: JSON.stringify(content), ...content }),
    activeSite: async (key) => {
      const stored = await guarded.read(key);
      return stored && SwitchObject.parse(JSON.parse(stored.text)).activeSite;
    },
  };
}
