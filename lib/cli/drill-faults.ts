import { FAULTS, type FaultKind } from '../domain/plan/fault.ts';
import { repeatedConditions } from '../domain/plan/repeated-conditions.ts';
import { readFault } from './read-fault.ts';
import { UsageError } from './usage-error.ts';

export interface DrillFaults {
  /** Stands for the plan's disruption. */
  readonly disruption?: string;
  readonly conditions: readonly string[];
}

/** Faults as given on the command line: at most one disruption, any number of conditions. @throws UsageError */
export function drillFaults(texts: readonly string[]): DrillFaults {
  const faults = texts.map(readFault);
  const [disruption, second] = faults.filter(({ kind }) => kind === 'disruption');
  if (second) {
    throw new UsageError(
      `--fault ${JSON.stringify(second.text)}: expected at most one disruption, and ${disruption?.text} stands before it`,
    );
  }
  const conditions = faults.filter(({ kind }) => kind === 'condition').map(({ text }) => text);
  const [repeated] = repeatedConditions(conditions).map((index) => conditions[index]);
  if (repeated !== undefined) {
    throw new UsageError(
      `--fault ${JSON.stringify(repeated)}: expected a condition of another kind than those before it`,
    );
  }
  return { conditions, ...(disruption ? { disruption: disruption.text } : {}) };
}

/** The vocabulary for `--help`. */
export function faultsHelp(): string {
  return [
    '',
    'Disruptions, of which a drill has one:',
    ...listed('disruption'),
    'Conditions, in force before the disruption:',
    ...listed('condition'),
    '',
  ].join('\n');
}

function listed(wanted: FaultKind): readonly string[] {
  return FAULTS.filter(({ kind }) => kind === wanted).map(
    // Forms of a fault are long, and its meaning a sentence: side by side they would wrap in 80 columns.
    ({ forms, means }) => `  ${forms.join(', ')}\n      ${means}`,
  );
}
