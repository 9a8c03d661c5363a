import { parseInstant } from '../../lib/domain/instant.ts';
import type { ListedObject, ListedPage, ObjectHead } from '../../lib/domain/inventory/listed-object.ts';

export const WRITTEN = parseInstant('2026-03-01T10:00:00.000000Z');

/** An object that has been there for hours, replicated long ago. */
export function object(key: string, more: Partial<ListedObject> = {}): ListedObject {
  return {
    key,
    versionId: `v-${key}`,
    size: 100,
    etag: '"0123456789abcdef0123456789abcdef"',
    lastModified: WRITTEN,
    deleteMarker: false,
    ...more,
  };
}

export function marker(key: string, more: Partial<ListedObject> = {}): ListedObject {
  return object(key, { size: 0, etag: '', deleteMarker: true, ...more });
}

/** The same object, asked by itself. */
export function headOf(listed: ListedObject, more: Partial<ObjectHead> = {}): ObjectHead {
  return { ...listed, checksum: null, replicationStatus: 'COMPLETED', etagIsOpaque: false, ...more };
}

export const ANOTHER_ETAG = '"fedcba9876543210fedcba9876543210"';

/** A listing in pages of so many objects. */
export async function* pagesOf(objects: readonly ListedObject[], size = 3): AsyncGenerator<ListedPage> {
  for (let from = 0; from < objects.length; from += size) yield objects.slice(from, from + size);
}
