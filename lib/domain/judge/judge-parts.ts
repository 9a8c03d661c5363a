import type { RunInput } from '../run/run-input.ts';
import { type Finding, inconclusive, worstOf } from './finding.ts';
import type { Integrity } from './check-integrity.ts';
import { judgeCleanup } from './judge-cleanup.ts';
import { judgeData } from './judge-data.ts';
import { judgeDrill, judgeFailure } from './judge-drill.ts';
import { judgeHold } from './judge-hold.ts';
import { judgeRpo } from './judge-rpo.ts';
import { judgeRto } from './judge-rto.ts';
import type { RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';
import { firstOf } from './reason-words.ts';

const PARTS = ['drill', 'rto', 'rpo', 'data', 'hold', 'cleanup'] as const;

/** The parts of the overall verdict, each with its reason. */
export type PartFindings = Readonly<Record<(typeof PARTS)[number], Finding>>;

/** Judges a run whose objectives are on record. */
export function judgeParts(input: RunInput, run: RunMeasurement, facts: RunFacts): PartFindings {
  return {
    drill: judgeDrill(input, run, facts),
    rto: judgeRto(input, run, facts),
    rpo: judgeRpo(input, run),
    data: judgeData(input, run, facts),
    hold: judgeHold(input, run, facts),
    cleanup: judgeCleanup(facts),
  };
}

/** A run that ended before its objectives were recorded: there is nothing to hold a measurement against. */
export function judgeWithoutObjectives(facts: RunFacts): PartFindings {
  const nothing = inconclusive('no objectives were recorded before the run ended');
  const drill = worstOf([...judgeFailure(facts), nothing]);
  return { drill, rto: nothing, rpo: nothing, data: nothing, hold: nothing, cleanup: judgeCleanup(facts) };
}

/** Files that are broken prove nothing, good or bad; files without a seal cannot prove that something was met. */
export function capByIntegrity(parts: PartFindings, { broken, unsealed }: Integrity): PartFindings {
  const cap = (finding: Finding): Finding => {
    if (broken.length > 0) return inconclusive(firstOf(broken));
    if (!unsealed) return finding;
    return worstOf([finding, inconclusive('the record was never sealed')]);
  };
  return {
    drill: cap(parts.drill),
    rto: cap(parts.rto),
    rpo: cap(parts.rpo),
    data: cap(parts.data),
    hold: cap(parts.hold),
    cleanup: cap(parts.cleanup),
  };
}

export function reasonsOf(parts: PartFindings): Record<string, string> {
  const overall = worstOf(PARTS.map((part) => parts[part]));
  const deciding = PARTS.filter((part) => parts[part].verdict === overall.verdict);
  return {
    overall:
      overall.verdict === 'met' ? 'every part is met' : `the worst of its parts: ${deciding.join(', ')}`,
    ...Object.fromEntries(PARTS.map((part) => [part, parts[part].reason])),
  };
}
