import { planJsonSchema } from '../domain/plan/plan-json-schema.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** `muster plan schema`: the plan's JSON Schema, for editors and for other tools. */
export function planSchema({ out }: Pick<Terminal, 'out'>): number {
  out.write(`${JSON.stringify(planJsonSchema(), null, 2)}\n`);
  return EXIT.met;
}
