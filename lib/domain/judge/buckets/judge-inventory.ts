import { parseInstant } from '../../instant.ts';
import type { InventoryLine, NamedKind } from '../../inventory/inventory-line.ts';
import { type BucketInventory, inventoryResult } from '../../inventory/inventory-result.ts';
import { againstObjective } from '../../measurement/against-objective.ts';
import type { BucketPair } from '../../run/run-parts.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import { againstInWords, count } from '../reason-words.ts';
import type { BucketFinding } from './bucket-finding.ts';

/** Whether the replica of each pair holds what its primary holds, but for what is on its way within the objective. */
export function judgeInventories(
  pairs: readonly BucketPair[],
  lines: readonly InventoryLine[],
  rpoSeconds: number,
): readonly BucketFinding[] {
  const inventories = inventoryResult(lines);
  return pairs.map(({ id }) => {
    const found = inventories.find(({ bucket }) => bucket === id);
    const finding = found ? worstOf(judgeOne(found, rpoSeconds)) : inconclusive(`${id} was not compared`);
    return { bucket: id, ...finding };
  });
}

/** What a reader should know of the inventories that no verdict says. */
export function inventoryFindings(inventories: readonly BucketInventory[]): readonly string[] {
  return inventories.flatMap(({ bucket, counts }) => [
    ...(counts['on-its-way'] > 0
      ? [`${bucket}: ${count(counts['on-its-way'], 'object')} on the way to the replica.`]
      : []),
    ...(counts['other-version'] > 0
      ? [
          `${bucket}: ${count(counts['other-version'], 'object')} the same on both sides under another version: put there by something else than replication.`,
        ]
      : []),
    ...(counts.kept > 0
      ? [`${bucket}: ${count(counts.kept, 'object')} deleted at the primary and kept by the replica.`]
      : []),
  ]);
}

const MISSED: readonly (readonly [kind: NamedKind, words: string])[] = [
  ['missing', 'not on the replica'],
  ['different', 'different on the replica'],
  ['extra', 'on the replica only'],
  ['failed', 'given up by replication (FAILED)'],
];

/** A difference that was seen is one, also where not everything could be read. */
function judgeOne(inventory: BucketInventory, rpoSeconds: number): readonly Finding[] {
  const { bucket, counts, equalBy, unread } = inventory;
  const same = counts.same + counts['other-version'];
  const basis = `${equalBy['size-and-etag']} by size and entity tag, ${equalBy.checksum} by checksum`;
  return [
    ...(unread === null
      ? [met(`${bucket}: ${count(same, 'object')} the same on both sides (${basis})`)]
      : [inconclusive(`${bucket} was not compared: ${unread}`)]),
    ...MISSED.filter(([kind]) => counts[kind] > 0).map(([kind, words]) =>
      missed(`${bucket}: ${count(counts[kind], 'object')} ${words}: ${namesOf(inventory, kind)}`),
    ),
    ...(counts.undecided > 0
      ? [
          inconclusive(
            `${bucket}: of ${count(counts.undecided, 'object')} neither entity tag nor checksum says whether the content is the same: ${namesOf(inventory, 'undecided')}`,
          ),
        ]
      : []),
    ...judgeOnItsWay(inventory, rpoSeconds),
  ];
}

/** S3 keeps times in whole seconds, rounded down: an object may be younger by that. */
function judgeOnItsWay({ bucket, counts, longestOnItsWay }: BucketInventory, rpoSeconds: number) {
  if (counts['on-its-way'] === 0) return [];
  if (!longestOnItsWay)
    return [inconclusive(`${bucket}: how long objects have been on the way is not known`)];
  const { key, lastModified, seenAt } = longestOnItsWay;
  const high = Math.max(0, parseInstant(seenAt) - parseInstant(lastModified));
  const age = { low: Math.max(0, high - 1e6), high };
  const many = count(counts['on-its-way'], 'object');
  const reason = `${bucket}: ${many} on the way, "${key}" for longest: ${againstInWords(age, rpoSeconds)}`;
  return [{ verdict: againstObjective(age, rpoSeconds), reason }];
}

function namesOf({ named, counts }: BucketInventory, kind: NamedKind): string {
  const keys = named.filter(({ line }) => line === kind).map(({ key }) => `"${key}"`);
  const shown = keys.slice(0, 3);
  const rest = counts[kind] - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
