import type { LeftOut } from '../content/contents.ts';

/** Said of every database that there is: no reader has to know. */
const SYSTEMS_OWN = "the system's own";

/** What of a database no comparison looks at, so that nobody takes it for compared. */
export function leftOutFindings(id: string, leftOut: readonly LeftOut[]): readonly string[] {
  const asked = leftOut.filter(({ reason }) => reason !== SYSTEMS_OWN);
  return asked.map(({ what, reason }) => `${id}: ${what} was not compared: ${reason}.`);
}
