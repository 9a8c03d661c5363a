/**
 * What every session that reads contents runs under. Output is the same on every server whatever its configuration
 * says; a statement ends, waits for no lock, and runs in one process, whose rows come in the order of their places. A
 * policy on rows makes it fail instead of hiding rows from it.
 */
export function contentSettings(statementMs: number): string {
  return Object.entries({
    default_transaction_read_only: 'on',
    statement_timeout: String(Math.max(1, Math.round(statementMs))),
    lock_timeout: '250ms',
    idle_in_transaction_session_timeout: '0',
    idle_session_timeout: '0',
    search_path: 'pg_catalog',
    row_security: 'off',
    TimeZone: 'UTC',
    DateStyle: 'ISO, YMD',
    IntervalStyle: 'postgres',
    extra_float_digits: '1',
    bytea_output: 'hex',
    xmlbinary: 'base64',
    lc_monetary: 'C',
    synchronize_seqscans: 'off',
    max_parallel_workers_per_gather: '0',
    jit: 'off',
  })
    .map(([name, value]) => `set ${name} = '${value}'`)
    .join('; ');
}
