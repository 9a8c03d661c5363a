import { listFiles, readText } from './project-tree.ts';

/** More than that is several ports in one. */
const MOST_METHODS = 6;

interface Declared {
  readonly methods: readonly string[];
  /** What it extends, or is an intersection of, by name. */
  readonly parts: readonly string[];
}

/** Methods of every interface and type in the ports, by name: its own, and those of what it is made of. */
export function portSizes(root: string): ReadonlyMap<string, number> {
  const texts = listFiles(root, ['lib/ports']).map((file) => readText(root, file));
  const declared = new Map(texts.flatMap(declarationsIn));
  return new Map([...declared.keys()].map((name) => [name, new Set(methodsOf(name, declared)).size]));
}

/** Ports with more methods than a port may have. */
export function fatPorts(root: string): readonly string[] {
  return [...portSizes(root)].filter(([, methods]) => methods > MOST_METHODS).map(([name]) => name);
}

function declarationsIn(text: string): (readonly [string, Declared])[] {
  const declarations = text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .matchAll(/^(?:export )?(interface|type) (\w+)([\s\S]*?)(?=^(?:export|interface|type) |(?![\s\S]))/gm);
  return [...declarations].map(([, kind, name = '', body = '']) => {
    const methods = [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, method = '']) => method);
    return [name, { methods, parts: kind === 'type' ? operandsOf(body) : basesOf(body) }] as const;
  });
}

function basesOf(body: string): readonly string[] {
  const [, bases = ''] = /^ extends ([^{]*)\{/.exec(body) ?? [];
  return bases.split(',').map((base) => base.trim());
}

/** What stands between the "&" of a type, where it is a name. */
function operandsOf(body: string): readonly string[] {
  const [, operands = ''] = /^ =([^;]*)/.exec(body.replaceAll(/\{[^{}]*\}/g, '')) ?? [];
  return operands.split('&').map((operand) => operand.trim());
}

function methodsOf(name: string, declared: ReadonlyMap<string, Declared>): readonly string[] {
  const { methods = [], parts = [] } = declared.get(name) ?? {};
  return [...methods, ...parts.flatMap((part) => methodsOf(part, declared))];
}
