import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import { formatPath, type PlanPath, quote } from './plan-problem.ts';
import type { TextFinding } from './text-finding.ts';

/** Keys that stand twice in one map: a parser that lets the last one win would run another plan than was read. */
export function duplicateKeys(node: unknown, path: PlanPath = []): readonly TextFinding[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => duplicateKeys(item, [...path, index]));
  if (!isMap(node)) return [];
  const inside = node.items.flatMap(({ key, value }) => duplicateKeys(value, [...path, nameOf(key)]));
  return [...duplicatesOf(node, path), ...inside];
}

function duplicatesOf(map: YAMLMap, path: PlanPath): readonly TextFinding[] {
  const seen = new Set<string>();
  return map.items.flatMap((pair) => {
    const name = nameOf(pair.key);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const expected = 'each key once in a map';
    return [
      { offset: offsetOf(pair), path: formatPath([...path, name]), expected, found: `${quote(name)} again` },
    ];
  });
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : '?';
}

function offsetOf({ key }: Pair): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}
