import type { OutcomeOf } from './outcomes.ts';

/** What a clean-up found still there, or could not ask about: empty when the run left nothing. */
export function leftBehind(outcome: OutcomeOf<'CleanUp'>): readonly string[] {
  const { runningExperiments, taggedResources, runningExecutions, fencesInForce, problems } = outcome;
  return [
    ...runningExperiments.map((name) => `experiment ${name} still runs`),
    ...taggedResources.map((name) => `resource ${name} still exists`),
    ...runningExecutions.map((name) => `execution ${name} still runs`),
    ...fencesInForce.map(
      ({ instance, region, byHand }) =>
        `the fence of ${instance} in ${region} may still be in force, and its clients kept out (by hand: ${byHand.join('; ')})`,
    ),
    ...problems,
  ];
}
