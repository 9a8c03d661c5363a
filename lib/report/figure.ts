import type { Verdict } from '../domain/run/judgement-parts.ts';

/** Measured intervals against what was promised. */
export interface ObjectiveBars {
  readonly kind: 'objectives';
  readonly bars: readonly {
    readonly label: string;
    readonly lowSeconds: number;
    readonly highSeconds: number;
    readonly targetSeconds: number;
    readonly verdict: Verdict;
  }[];
}

/** What followed what, each from its start, in seconds after the earliest possible disruption. */
export interface Waterfall {
  readonly kind: 'waterfall';
  readonly spans: readonly { readonly label: string; readonly start: number; readonly seconds: number }[];
}

/**
 * What became of an attempt. kept: acknowledged by the old primary, and in the recovered database; served: acknowledged
 * by the recovery site; inDoubt: sent and never answered.
 */
export const FATES = ['kept', 'served', 'lost', 'inDoubt', 'failed', 'splitBrain'] as const;
export type Fate = (typeof FATES)[number];

/** Attempts of one writer over time, counted in buckets of one length; in seconds after the disruption. */
export interface LedgerChart {
  readonly kind: 'ledger';
  readonly label: string;
  readonly from: number;
  readonly bucketSeconds: number;
  readonly counts: Readonly<Record<Fate, readonly number[]>>;
  /** From the earliest possible disruption to the latest possible recovery; null when none was seen. */
  readonly outage: { readonly from: number; readonly to: number } | null;
}

/** Services with what they wait for; `wave` counts from 1. */
export interface DependencyMap {
  readonly kind: 'dependencies';
  readonly nodes: readonly {
    readonly name: string;
    readonly wave: number;
    readonly required: boolean;
    readonly verdict: Verdict | null;
    readonly dependsOn: readonly string[];
  }[];
}

/** What checks found one after the other, each against its objective. */
export interface SeriesChart {
  readonly kind: 'series';
  readonly checks: readonly {
    /** Microseconds since 1970. */
    readonly at: number;
    /** Null when nothing was measured. */
    readonly lowSeconds: number | null;
    readonly highSeconds: number | null;
    readonly targetSeconds: number;
    readonly verdict: Verdict;
  }[];
  /** When a check was due, and none left a result. */
  readonly missedAt: readonly number[];
}

export type Figure = ObjectiveBars | Waterfall | LedgerChart | DependencyMap | SeriesChart;
