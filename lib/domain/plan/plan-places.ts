import { type Document, isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { PlanFinding } from './plan-problem.ts';

/** Offset in the text of what a finding speaks of: the value, its key, or the nearest thing around it that exists. */
export function offsetOf(document: Document.Parsed, { path, atKey = false }: PlanFinding): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const found = stepInto(resolved(node, document), step);
    if (!found) return offset;
    const last = index === path.length - 1;
    offset = (last && atKey ? found.keyOffset : (startOf(found.value) ?? found.keyOffset)) ?? offset;
    node = found.value;
  }
  return offset;
}

function stepInto(
  node: unknown,
  step: string | number,
): { value: unknown; keyOffset: number | undefined } | undefined {
  if (isSeq(node) && typeof step === 'number') {
    const value = node.items[step];
    return value === undefined ? undefined : { value, keyOffset: startOf(value) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair && { value: pair.value, keyOffset: startOf(pair.key) };
}

function resolved(node: unknown, document: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
