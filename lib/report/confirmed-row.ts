import { confirmationWords } from '../domain/judge/confirmation-words.ts';
import type { Confirmation } from '../domain/run/confirmation.ts';
import type { IdentityRow } from './report-model.ts';

/** Who has confirmed what is no drill, as a row of its identity. */
export function confirmedRow(confirmation: Confirmation | null | undefined): IdentityRow {
  return ['Confirmed by', confirmation ? confirmationWords(confirmation) : 'not recorded'];
}
