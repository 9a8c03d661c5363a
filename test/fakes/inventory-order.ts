import { compareInventories, type InventoryOrder } from '../../lib/domain/inventory/compare-inventories.ts';
import type { InventoryLine } from '../../lib/domain/inventory/inventory-line.ts';
import type { ListedObject, ObjectHead } from '../../lib/domain/inventory/listed-object.ts';
import { headOf, pagesOf, WRITTEN } from './listings.ts';

/** An hour after everything was written. */
export const COMPARED = WRITTEN + 3600e6;

export const ORDER: InventoryOrder = {
  slice: { bucket: 'documents', slice: 0, after: null },
  sides: {
    primary: { name: 'documents-north', region: 'eu-north-1' },
    replica: { name: 'documents-west', region: 'eu-west-1' },
  },
  rules: { graceSeconds: 900, keeps: () => false },
  mostNamed: 100,
  mostLooks: 100,
};

export interface TwoBuckets {
  readonly primary: readonly ListedObject[];
  readonly replica: readonly ListedObject[];
  /** What the objects say when they are asked, where that is not what was listed. */
  readonly heads?: Readonly<Record<string, { primary?: ObjectHead | null; replica?: ObjectHead | null }>>;
  readonly isOver?: () => boolean;
}

/** Compares two buckets as a step does; `looked` are the keys that were asked for by themselves. */
export async function compared(buckets: TwoBuckets, order: Partial<InventoryOrder> = {}) {
  const looked: string[] = [];
  const headIn = (objects: readonly ListedObject[], key: string) => {
    const found = objects.find((object) => object.key === key && !object.deleteMarker);
    return found ? headOf(found) : null;
  };
  const lines = await compareInventories(
    {
      primary: pagesOf(buckets.primary),
      replica: pagesOf(buckets.replica),
      look: async (key) => {
        looked.push(key);
        const { primary, replica } = buckets.heads?.[key] ?? {};
        return {
          key,
          primary: primary === undefined ? headIn(buckets.primary, key) : primary,
          replica: replica === undefined ? headIn(buckets.replica, key) : replica,
        };
      },
      now: () => COMPARED,
      isOver: buckets.isOver ?? (() => false),
    },
    { ...ORDER, ...order },
  );
  return { lines, looked };
}

/** The end of a slice. */
export function endOf(lines: readonly InventoryLine[]) {
  const end = lines.find((line) => line.line === 'end');
  if (!end) throw new Error('the inventory has no end');
  return end;
}
