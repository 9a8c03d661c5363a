/** What ends a name on the way back; no name of a plan has an underscore. */
const BACK = '_back';

/** Source of a series that is taken on the way back, or the run that its rows are of. */
export function backSource(name: string): string {
  return `${name}${BACK}`;
}
