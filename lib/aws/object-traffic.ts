import * as z from 'zod';
import type { Objects } from '../ports/objects.ts';
import type { Traffic } from '../ports/traffic.ts';

const SwitchObject = z.object({ activeSite: z.string() });

/**
 * The traffic switch as an object that a health check reads: data plane only (S3 and Route 53 health checks), because
 * the control plane of Route 53 may be in the region that is lost.
 */
export function makeObjectTraffic(objects: Objects): Traffic {
  return {
    activate: ({ key, ...content }) => objects.put(key, JSON.stringify(content)),
    activeSite: async (key) => {
      const stored = await objects.get(key);
      return stored && SwitchObject.parse(JSON.parse(stored.text)).activeSite;
    },
  };
}
