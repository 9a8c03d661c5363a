import * as z from 'zod';

/** A state machine as the service lists it. */
export const StateMachine = z.object({
  arn: z.string(),
  name: z.string(),
  region: z.string(),
  definition: z.string(),
  createdAt: z.number(),
});

export type StateMachine = z.infer<typeof StateMachine>;

export function stateMachineArn(
  place: { readonly region: string; readonly account: string },
  name: string,
): string {
  return `arn:aws:states:${place.region}:${place.account}:stateMachine:${name}`;
}
