import { z } from 'zod';

/** The version of every file that a run leaves; a reader refuses one that it does not know. */
export const SCHEMA_VERSION = 1;

/** Field that opens every stored line and file. */
export const schemaVersion = z.literal(SCHEMA_VERSION);

/** An instant as stored: ISO 8601, UTC, microseconds. */
export const instantText = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);

/** Seconds that may not be negative. */
export const seconds = z.number().nonnegative();
