import * as z from 'zod';

/** The version of every file that a run leaves; a reader refuses one that it does not know. */
export const SCHEMA_VERSION = 1;

/** Field that opens every stored line and file. */
export const schemaVersion = z.literal(SCHEMA_VERSION);

/** An instant as stored: ISO 8601, UTC, microseconds. */
export const instantText = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/);

/** Seconds that may not be negative. */
export const seconds = z.number().nonnegative();
