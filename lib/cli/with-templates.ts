import { faultOf } from '../domain/plan/fault.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import type { FaultTemplates, RunTemplate } from '../ports/fault-templates.ts';

type Drill = Pick<RunInput, 'run' | 'disruption' | 'sites'>;

interface Templating {
  readonly templates: FaultTemplates;
  /** Takes what could not be removed: that neither fails a drill, nor hides why one failed. */
  readonly warn: (words: string) => void;
}

/** Runs a drill with templates for its faults; those that stood for none before are removed again, whatever happens. */
export async function withTemplates<T>(
  { templates, warn }: Templating,
  drill: Drill,
  use: () => Promise<T>,
): Promise<T> {
  const made: RunTemplate[] = [];
  try {
    for (const fault of faultsOf(drill)) made.push(...(await missing(templates, drill, fault)));
    return await use();
  } finally {
    const left = await Promise.all(made.map((template) => removed(templates, template)));
    for (const words of left) if (words !== null) warn(words);
  }
}

function faultsOf({ disruption: { adapter, fault, conditions } }: Drill): readonly string[] {
  return adapter === 'none' ? [] : [fault, ...conditions];
}

async function missing(templates: FaultTemplates, { run, sites }: Drill, fault: string) {
  const request = { run, fault, region: sites[faultOf(fault).site].region };
  return (await templates.has(request)) ? [] : [await templates.create(request)];
}

/** Null when it is gone; otherwise what is left, and why. */
async function removed(templates: FaultTemplates, template: RunTemplate): Promise<string | null> {
  const { id, fault, region } = template;
  return templates.remove(template).then(
    () => null,
    (error: Error) =>
      `the template ${id} for ${fault} in ${region} is left (${error.message}); \`muster clean\` removes it`,
  );
}
