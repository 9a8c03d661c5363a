import type { Instant } from '../domain/instant.ts';
import { faultOf } from '../domain/plan/fault.ts';
import { START_WITHIN_SECONDS } from '../domain/run/resource-tags.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import type { RunCommon } from '../domain/run/run-parts.ts';
import type { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { FaultTemplates, MadeTemplate, TemplateRequest } from '../ports/fault-templates.ts';

/** A drill of data disrupts nothing, and needs no template. */
type Drill = Pick<RunCommon, 'run' | 'sites'> &
  Partial<Pick<FailoverInput, 'disruption'>> &
  Partial<Pick<SwitchoverInput, 'conditions'>>;

interface Templating {
  readonly templates: FaultTemplates;
  /** Takes what could not be removed: that neither fails a drill, nor hides why one failed. */
  readonly warn: (words: string) => void;
  readonly now: () => Instant;
}

/**
 * Runs a drill with templates for its faults; those that stood for none before are removed again, whatever happens. Each
 * says until when the drill may begin, so that one whose command was killed before can be told from one in use.
 * @throws Error when they took longer than that: then nothing is begun.
 */
export async function withTemplates<T>(
  { templates, warn, now }: Templating,
  drill: Drill,
  use: () => Promise<T>,
): Promise<T> {
  const made: MadeTemplate[] = [];
  const startBy = now() + START_WITHIN_SECONDS * 1e6;
  try {
    for (const request of requestsOf(drill))
      if (!(await templates.has(request))) made.push(await templates.create({ ...request, startBy }));
    if (now() > startBy)
      throw new Error(`the templates took more than ${START_WITHIN_SECONDS} s to make: no drill was begun`);
    return await use();
  } finally {
    const left = await Promise.all(made.map((template) => removed(templates, template)));
    for (const words of left) if (words !== null) warn(words);
  }
}

function requestsOf({ run, sites, disruption, conditions = [] }: Drill): readonly TemplateRequest[] {
  const injects = disruption && disruption.adapter !== 'none';
  const faults = [...(injects ? [disruption.fault, ...disruption.conditions] : []), ...conditions];
  return faults.map((one) => ({ run, fault: one, region: sites[faultOf(one).site].region }));
}

/** Null when it is gone; otherwise what is left, and why. */
async function removed(templates: FaultTemplates, template: MadeTemplate): Promise<string | null> {
  const { id, fault, region } = template;
  return templates.remove(template).then(
    () => null,
    (error: Error) =>
      `the template ${id} for ${fault} in ${region} is left (${error.message}); \`npx muster clean\` removes it`,
  );
}
