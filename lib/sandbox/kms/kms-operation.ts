import type { KmsKeys } from './kms-keys.ts';

export interface KmsParts {
  readonly account: string;
  readonly keys: KmsKeys;
}

export interface KmsCall extends KmsParts {
  readonly region: string;
  readonly input: unknown;
}

/** One operation: reads the input strictly, and answers what AWS would. */
export type KmsOperation = (call: KmsCall) => object;
