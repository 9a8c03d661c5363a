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
      if (await gate.read(request.key)) await write(request, null);
    },
  };
}
