export type RetentionMode = 'GOVERNANCE' | 'COMPLIANCE';

/** Until when a version cannot be deleted, and who may shorten that: with GOVERNANCE some, with COMPLIANCE nobody. */
export interface Retention {
  readonly mode: RetentionMode;
  readonly until: Date;
}

export type LegalHold = 'ON' | 'OFF';

/** How long every new object of a bucket is kept, unless its request says otherwise. */
export interface DefaultRetention {
  readonly mode: RetentionMode;
  readonly days?: number | undefined;
  readonly years?: number | undefined;
}

/** Object Lock of a bucket; it cannot be switched off again. */
export interface ObjectLock {
  defaultRetention: DefaultRetention | undefined;
}

export function isRetained(retention: Retention | undefined, now: Date): boolean {
  return retention !== undefined && retention.until.getTime() > now.getTime();
}

/** The retention that a bucket gives an object written now. */
export function defaultFor(lock: ObjectLock | undefined, now: Date): Retention | undefined {
  const rule = lock?.defaultRetention;
  if (!rule) return undefined;
  const until = new Date(now);
  if (rule.days !== undefined) until.setUTCDate(until.getUTCDate() + rule.days);
  if (rule.years !== undefined) until.setUTCFullYear(until.getUTCFullYear() + rule.years);
  return { mode: rule.mode, until };
}
