import type * as z from 'zod';
import { RealEvent } from './real-event.ts';

/** What of a real event says that somebody has gone past what would have held it up. */
export const Overrides = RealEvent.pick({
  initiator: true,
  reason: true,
  advice: true,
  breakGlass: true,
  despite: true,
  staleEvidence: true,
  pastLever: true,
});

export type Overrides = z.infer<typeof Overrides>;

/** Each of them as a sentence with its reason; none where nothing was overridden. */
export function overrideWords(real: Overrides | null): readonly string[] {
  if (real === null) return [];
  const { initiator, breakGlass, staleEvidence, pastLever } = real;
  return [
    ...(breakGlass ? [`BREAK-GLASS by ${initiator}: ${breakGlass}.`] : []),
    ...despiteWords(real),
    ...(staleEvidence ? [`Stale evidence was accepted by ${initiator}: ${staleEvidence}.`] : []),
    ...(pastLever ? [`${initiator} went past the safety lever, which was engaged: ${pastLever}.`] : []),
  ];
}

/** With what was seen and advised at that moment: what goes on against the advice is told from what is given to be safe. */
function despiteWords({ initiator, advice, despite, reason }: Overrides): readonly string[] {
  const told = advice && `was told ${advice.recommendation.toUpperCase()} (${advice.reason}), and`;
  if (despite)
    return [`${initiator} ${told === null ? '' : `${told} `}said to go on whatever is seen: ${despite}.`];
  return advice?.recommendation === 'look closer' && reason
    ? [`${initiator} ${told} went on: ${reason}.`]
    : [];
}
