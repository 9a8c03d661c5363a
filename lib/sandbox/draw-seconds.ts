import { createHash } from 'node:crypto';
import type { Lognormal } from './aws-timings.ts';

/** Standard normal quantile of 90 %. */
const Z90 = 1.2815515655446004;
/** Draws beyond these quantiles (1 and 99 %) are moved onto them: a rehearsal of an hour shows nothing more. */
const Z_LIMIT = 2.3263478740408408;

/**
 * Draws a duration in seconds, to the millisecond. Pure: the same seed and name give the same draw, and a further
 * name changes no other's.
 */
export function drawSeconds({ medianSeconds, p90Seconds }: Lognormal, seed: number, name: string): number {
  const [a, b] = uniforms(`${seed}/${name}`);
  // Box and Muller: two uniform numbers make a normal one.
  const z = Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
  const sigma = Math.log(p90Seconds / medianSeconds) / Z90;
  const bounded = Math.max(-Z_LIMIT, Math.min(Z_LIMIT, z));
  return Math.round(medianSeconds * Math.exp(sigma * bounded) * 1000) / 1000;
}

/** Two numbers in (0, 1]. */
function uniforms(text: string): readonly [number, number] {
  const digest = createHash('sha256').update(text).digest();
  const at = (offset: number) => (digest.readUIntBE(offset, 6) + 1) / 2 ** 48;
  return [at(0), at(6)];
}
