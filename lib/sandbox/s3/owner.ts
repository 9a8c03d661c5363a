import { createHash } from 'node:crypto';
import { elements } from '../wire/xml.ts';

/** The account as S3 knows it: a canonical user ID of 64 digits. */
export const OWNER = elements({ ID: createHash('sha256').update('sandbox').digest('hex') });
