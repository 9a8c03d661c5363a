import { type Branch, inFull } from './branch.ts';

/** What pg_xact_status() says; null of one that is too old to be asked for, which has long been known to both. */
export type TransactionStatus = 'committed' | 'aborted' | 'in progress' | null;

/**
 * Whether a transaction is one that both servers know ("shared"), or one of the server that shows its row ("own").
 * "unclear": its number may mean either.
 */
export type RowOrigin = 'shared' | 'own' | 'unclear';

interface Shown {
  /** As the row has it. */
  readonly xmin: string;
  /** What the other server says of that number. */
  readonly elsewhere: TransactionStatus;
}

/**
 * Of a row that the old primary shows. A transaction that was under way when the log was cut counts as aborted on the
 * promoted server, whatever became of it on the old one.
 */
export function originOnOld({ xmin, elsewhere }: Shown, branch: Branch): RowOrigin {
  const xid = inFull(xmin, branch.oldNext);
  if (xid >= branch.own) return 'own';
  if (elsewhere !== 'committed' && elsewhere !== null) return 'own';
  return xid < branch.known ? 'shared' : 'unclear';
}

/** Of a row that the promoted server shows. */
export function originOnPromoted({ xmin, elsewhere }: Shown, branch: Branch): RowOrigin {
  const xid = inFull(xmin, branch.promotedNext);
  // One that the old primary never began cannot be one of its own.
  if (xid >= branch.own || xid >= branch.oldNext) return 'own';
  if (xid < branch.known) return 'shared';
  return elsewhere === 'committed' || elsewhere === null ? 'unclear' : 'own';
}
