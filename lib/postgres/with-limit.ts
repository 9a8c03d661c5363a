/** @throws Error when the work has not ended within the limit; what it does is not stopped by that. */
export async function withLimit<T>(work: Promise<T>, limitMs: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${Math.round(limitMs)} ms`)), limitMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
