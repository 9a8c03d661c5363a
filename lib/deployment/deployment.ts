import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLACEHOLDER = /\$\{([A-Za-z]+)\}/g;

/** A step's handler as deployed: the function's name, and the file that its code is in. */
export interface HandlerFile {
  readonly name: string;
  readonly path: string;
}

/** All handlers of functions/, by file name. */
export function handlerFiles(): readonly HandlerFile[] {
  return readdirSync(join(ROOT, 'functions'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ name: file.slice(0, -'.ts'.length), path: join(ROOT, 'functions', file) }));
}

/** A drill's workflow with each `${StateName}` replaced by the ARN of that state's handler. */
export function workflowOf(drill: string, arnOf: (handler: string) => string): string {
  return workflowText(drill).replace(PLACEHOLDER, (_, state: string) => arnOf(kebabCase(state)));
}

/** A drill's workflow as it stands in its file. */
export function workflowText(drill: string): string {
  return readFileSync(join(ROOT, 'drills', drill, 'workflow.asl.json'), 'utf8');
}

/** One folder a workflow, and the plans. */
export function drillsDirectory(): string {
  return join(ROOT, 'drills');
}

export function defaultPlanFile(): string {
  return join(ROOT, 'drills', 'plans', 'orders.yaml');
}

/** The handler of a state, by the state's name. */
export function kebabCase(state: string): string {
  return state.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
