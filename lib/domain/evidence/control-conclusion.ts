import type { Judgement } from '../run/judgement.ts';

/** What a run concludes on each control that its kind is evidence for; the reasons are OSCAL's. */
export interface ControlConclusion {
  readonly satisfied: boolean;
  readonly reason: 'pass' | 'fail' | 'other';
  /** In one sentence, without its full stop. */
  readonly because: string;
}

type JudgedRun = Pick<Judgement, 'scope' | 'target'> & {
  readonly verdicts: Pick<Judgement['verdicts'], 'overall'>;
};

/**
 * Only what was met, on AWS and not as a rehearsal, satisfies a control. A sandbox counts for nothing whatever its scope says,
 * and what is inconclusive never satisfies.
 */
export function controlConclusion({ scope, target, verdicts }: JudgedRun): ControlConclusion {
  if (scope === 'rehearsal' || target === 'sandbox') {
    return {
      satisfied: false,
      reason: 'other',
      because: `${scope === 'rehearsal' ? 'rehearsal' : 'run on a sandbox'}: it proves nothing of the live system, whatever its verdicts are`,
    };
  }
  if (verdicts.overall === 'missed') return { satisfied: false, reason: 'fail', because: 'the run missed' };
  if (verdicts.overall !== 'met') {
    return { satisfied: false, reason: 'other', because: 'the run is inconclusive' };
  }
  return { satisfied: true, reason: 'pass', because: 'all parts of the run were met' };
}
