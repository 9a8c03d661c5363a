/** What point in time an instance can be restored to: none outside of it. */
export interface Restorable {
  readonly earliest: Date;
  readonly latest: Date;
}
