import type { Tag } from '../tagging/tag.ts';

export interface ReplicationRule {
  readonly id: string;
  readonly priority: number;
  readonly enabled: boolean;
  readonly prefix: string;
  readonly tags: readonly Tag[];
  /** Name of the bucket that copies go to. */
  readonly destination: string;
  readonly copiesDeleteMarkers: boolean;
  /** The rule as it was written, for whoever asks for it. */
  readonly written: WrittenRule;
}

/** Members of a rule's document that came, by name; a structure is nested. */
export interface WrittenRule {
  readonly [member: string]: string | number | WrittenRule | readonly WrittenRule[] | undefined;
}

export interface ReplicationConfiguration {
  readonly role: string;
  readonly rules: readonly ReplicationRule[];
}
