import type { Client } from 'pg';

/** Values and names come out the same on both servers, whatever their configuration says. */
const OUTPUT = Object.entries({
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  xmlbinary: 'base64',
  lc_monetary: 'C',
  row_security: 'off',
})
  .map(([name, value]) => `set local ${name} = '${value}'`)
  .join('; ');

/** Every name that is not the system's own is written with its schema. */
const NAMES = "set local search_path = 'pg_catalog'";

/** Runs `use` in one transaction that only reads. `whole`: names come out whole, and have to be given whole. */
export async function settled<T>(client: Client, { whole }: { whole: boolean }, use: () => Promise<T>) {
  await client.query(`begin read only; ${OUTPUT}${whole ? `; ${NAMES}` : ''}`);
  const result = await use();
  await client.query('commit');
  return result;
}
