/**
 * What changed in how a run is judged: the first line is of version 1, and so on. Whatever makes the same raw files come
 * to another judgement, in one number or one word, adds a line.
 */
const CHANGES = [
  'all that judged before rules had a version, more than one method among them: judgements of theirs name none',
  'judgements name the version of the rules that they are by',
] as const;

/** Version of the rules that this judge goes by. */
export const RULES_VERSION = CHANGES.length;

/** Of judgements that name none. */
export const UNNAMED_RULES = 1;
