interface GroupsSeen {
  readonly groups: readonly string[];
  readonly inForce: boolean;
}

/** Whether the closed security group is in force on an instance, and no other. A list that is empty says nothing. */
export function isClosedAlone({ groups, inForce }: GroupsSeen, closed: string): boolean {
  return inForce && groups.length > 0 && groups.every((group) => group === closed);
}
