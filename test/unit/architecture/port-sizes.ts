import { listFiles, readText } from './project-tree.ts';

/** More than that is several ports in one. */
const MOST_METHODS = 6;

/** Methods of every interface in the ports, by name. */
export function portSizes(root: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const file of listFiles(root, ['lib/ports'])) {
    for (const [, name = '', body = ''] of readText(root, file).matchAll(
      /^export interface (\w+)[^{]*\{$([\s\S]*?)^\}$/gm,
    )) {
      sizes.set(name, (body.match(/^ {2}\w+\(/gm) ?? []).length);
    }
  }
  return sizes;
}

/** Ports with more methods than a port may have. */
export function fatPorts(root: string): readonly string[] {
  return [...portSizes(root)].filter(([, methods]) => methods > MOST_METHODS).map(([name]) => name);
}
