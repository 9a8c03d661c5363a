/** A call that a run will make, before it is made. */
export interface PlannedCall {
  /** State of the workflow that makes it. */
  readonly state: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  /** What it is about: an instance, an object's key, a function. */
  readonly subject: string;
  /** Null: it only looks. */
  readonly changes: string | null;
  /** How it is taken back; null where there is nothing to undo, or no way to. */
  readonly undo: string | null;
  /** Whether the failover cannot go on without its answer. */
  readonly required: boolean;
  /** The step of the printed runbook that does the same by hand; null where a person need not. */
  readonly byHand: string | null;
}

type Place = Pick<PlannedCall, 'state' | 'region'> & Partial<Pick<PlannedCall, 'required' | 'byHand'>>;
type What = Pick<PlannedCall, 'service' | 'action' | 'subject'>;

/** How a call is taken back that only writes down what was. */
export const RECORD = 'none needed: it is a record';

/** A call that changes nothing. */
export function looking(place: Place, what: What): PlannedCall {
  return { required: true, byHand: null, ...place, ...what, changes: null, undo: null };
}

/** A call that changes something, and how that is taken back: null for what nothing takes back. */
export function changing(
  place: Place,
  what: What,
  { changes, undo }: { readonly changes: string; readonly undo: string | null },
): PlannedCall {
  return { required: true, byHand: null, ...place, ...what, changes, undo };
}
