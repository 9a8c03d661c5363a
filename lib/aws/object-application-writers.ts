import * as z from 'zod';
import type { ApplicationWriters, WritersRequest } from '../ports/application-writers.ts';
import type { Objects } from '../ports/objects.ts';
import { makeGuardedObject } from './guarded-object.ts';

/** The gate of an application's writers as an object in the recovery site's bucket: {"offAt":"<site>"}, or null. */
export function makeObjectApplicationWriters(objects: Objects): ApplicationWriters {
  const gate = makeGuardedObject(objects);
  const write = ({ key, run, generation }: WritersRequest, offAt: string | null) =>
    gate.write({ key, text: JSON.stringify({ offAt, run, generation }), run, generation });
  return {
    look: async (key) => void (await gate.read(key)),
    close: (request) => write(request, request.site),
    open: async (request) => {
      const stored = await gate.read(request.key);
      if (stored && isClosedFor(stored.text, request.site)) await write(request, null);
    },
  };
}

const Gate = z.object({ offAt: z.string().nullable() });

/** One that cannot be read is opened: nothing that obeys it can read it either. */
function isClosedFor(text: string, site: string): boolean {
  const gate = Gate.safeParse(parsed(text));
  return !gate.success || gate.data.offAt === site;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
