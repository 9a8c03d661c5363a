/** What failed behind an answer that was given long before: nobody is left to throw it at. */
export function complainOf({ region, id }: { region: string; id: string }, error: unknown): void {
  const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${region} ${id}: ${seen}\n`);
}
