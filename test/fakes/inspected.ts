import type { InspectedPair } from '../../lib/domain/record/bucket-outcomes.ts';
import { PAIR, RULE } from './fake-buckets.ts';

type Side = InspectedPair['primary'];

/** A pair of buckets that is as it should be, but for what is given. */
export function inspected(
  more: { readonly primary?: Partial<Side>; readonly replica?: Partial<Side> } = {},
): InspectedPair {
  const contents = { objects: 2, bytes: 2_000, deleteMarkers: 0, complete: true };
  const side = { exists: true, contents, problem: null };
  return {
    id: PAIR.id,
    primary: {
      ...side,
      name: PAIR.primary,
      region: 'eu-north-1',
      settings: { versioning: 'enabled', rules: [RULE] },
      ...more.primary,
    },
    replica: {
      ...side,
      name: PAIR.replica,
      region: 'eu-west-1',
      settings: { versioning: 'enabled', rules: [] },
      ...more.replica,
    },
  };
}
