import * as z from 'zod';
import { duration } from './duration.ts';
import { prose } from './names.ts';
import { webAddress } from './web-address.ts';

/** What an auditor wants to know of the plan beside its numbers, and how long a passed drill counts. */
export const EvidenceScope = z.strictObject({
  businessFunctions: z.array(prose.min(1)).default([]).describe('What the system is for.'),
  criticality: z
    .enum(['low', 'medium', 'high', 'critical'])
    .default('high')
    .describe('How much depends on it.'),
  assumptions: z.array(prose.min(1)).default([]).describe('What the plan takes for granted.'),
  notTested: z.array(prose.min(1)).default([]).describe('What no drill of this plan shows.'),
  people: z
    .enum(['names', 'pseudonyms'])
    .default('names')
    .describe('How people stand in the plan, in its runs and in their evidence.'),
  timestampAuthority: webAddress
    .optional()
    .describe(
      'An authority (RFC 3161) that stamps each signature with its own time; it learns a digest alone.',
    ),
  maxAge: duration({ minSeconds: 86_400 }).prefault('P365D').describe('How long a passed drill counts.'),
});
