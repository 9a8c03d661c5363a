import { accessTemplates } from '../aws/template-access.ts';
import type { Account } from '../aws/site-access.ts';
import { faultOf } from '../domain/plan/fault.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import type { FaultTemplate, FaultTemplates } from '../ports/fault-templates.ts';

type Drill = Pick<RunInput, 'disruption' | 'sites'>;

/** Runs a drill with templates for its faults; those that stood for none before are removed again, whatever happens. */
export async function withTemplates<T>(account: Account, drill: Drill, use: () => Promise<T>): Promise<T> {
  const templates = accessTemplates(account);
  const made: FaultTemplate[] = [];
  try {
    for (const fault of faultsOf(drill)) made.push(...(await missing(templates, drill, fault)));
    return await use();
  } finally {
    await Promise.all(made.map((template) => templates.remove(template)));
    templates.close();
  }
}

function faultsOf({ disruption: { adapter, fault, conditions } }: Drill): readonly string[] {
  return adapter === 'none' ? [] : [fault, ...conditions];
}

async function missing(templates: FaultTemplates, { sites }: Drill, fault: string) {
  const { region } = sites[faultOf(fault).site];
  return (await templates.has(region, fault)) ? [] : [await templates.create(region, fault)];
}
