/** What a thread of `verify-each.ts` runs: it knows what its maker knew, and computes for itself. */
import { workerData } from 'node:worker_threads';
import * as z from 'zod';
import type { ThreadAnswer } from './thread-answer.ts';
import { UsageError } from './usage-error.ts';
import { type VerifierKnowledge, verifierOf } from './verifier-of.ts';
import { verifyDirectory } from './verify-directory.ts';

/** The pool puts what it was given behind what is its own. */
const [, known] = z.tuple([z.unknown(), z.custom<VerifierKnowledge>(isObject)]).parse(workerData);
const verifier = verifierOf(known);

export async function verifyInThread(directory: string): Promise<ThreadAnswer> {
  try {
    return { verified: await verifyDirectory(verifier, directory) };
  } catch (error) {
    if (error instanceof UsageError) return { unreadable: error.message };
    throw error;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
