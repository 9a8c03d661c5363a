import * as z from 'zod';
import { Judgement } from './judgement.ts';

/**
 * What `judgement.json` and `--json` of a drill hold, for whoever reads them with another program. As they are written:
 * every field that has a default is there. docs/judgement.schema.json is made of this.
 */
export function judgementJsonSchema() {
  const { $schema, ...schema } = z.toJSONSchema(Judgement, { io: 'output' });
  return { $schema, title: 'Muster: what a run proves, version 1', ...schema };
}
