import * as z from 'zod';
import { DRILL_PREDICATE_TYPE, DrillPredicate } from './drill-predicate.ts';

/** What a drill's statement says, for whoever reads it with another program. docs/drill-predicate.schema.json is made of this. */
export function drillPredicateJsonSchema() {
  const { $schema, ...schema } = z.toJSONSchema(DrillPredicate, { io: 'output' });
  return {
    $schema,
    $id: DRILL_PREDICATE_TYPE,
    title: 'Muster: what is signed of a run, version 1',
    ...schema,
  };
}
