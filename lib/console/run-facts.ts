import type { KnownRequest } from '../consent/pending-requests.ts';
import type { NoticeReceipt } from '../domain/notice/notice.ts';
import type { ToldJudgement } from '../domain/notice/run-seen.ts';

/** A run as the list of runs shows it. */
export interface RunLine {
  readonly run: string;
  readonly kind: string;
  /** Of its execution: RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  /** Null until it was judged. */
  readonly judgement: ToldJudgement | null;
  /** What people are asked and have not decided yet. */
  readonly pending: readonly KnownRequest[];
}

/** A run as its own page shows it. */
export interface RunFacts extends RunLine {
  readonly requests: readonly KnownRequest[];
  /** Oldest first. */
  readonly notices: readonly NoticeReceipt[];
}
