import type * as z from 'zod';
import { RealEvent } from './real-event.ts';

/** What of a real event says that somebody has gone past what would have held it up. */
export const Overrides = RealEvent.pick({
  initiator: true,
  breakGlass: true,
  despite: true,
  staleEvidence: true,
  pastLever: true,
});

export type Overrides = z.infer<typeof Overrides>;

/** Each of them as a sentence with its reason; none where nothing was overridden. */
export function overrideWords(real: Overrides | null): readonly string[] {
  if (real === null) return [];
  const { initiator, breakGlass, despite, staleEvidence, pastLever } = real;
  return [
    ...(breakGlass ? [`BREAK-GLASS by ${initiator}: ${breakGlass}.`] : []),
    ...(despite ? [`${initiator} went on although no loss was seen: ${despite}.`] : []),
    ...(staleEvidence ? [`Stale evidence was accepted by ${initiator}: ${staleEvidence}.`] : []),
    ...(pastLever ? [`${initiator} went past the safety lever, which was engaged: ${pastLever}.`] : []),
  ];
}
