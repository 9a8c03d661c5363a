/** RDS takes 63 characters: those at the end of a run's name are the ones that no other run has. */
const MOST_OF_DATABASE = 33;
const MOST_OF_RUN = 20;

/** What every instance that a restore drill makes is called, and nothing that production uses. */
export const RESTORED_PREFIX = 'muster-';

/** Name of the instance that a run restores a database into: the same each time it is asked for. */
export function restoredName(database: string, run: string): string {
  const parts = [database.slice(0, MOST_OF_DATABASE), run.slice(-MOST_OF_RUN)];
  return `${RESTORED_PREFIX}${parts.join('-')}`.replaceAll(/-{2,}/g, '-').replace(/-$/, '');
}
