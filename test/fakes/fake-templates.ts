import type { FaultTemplates, MadeTemplate } from '../../lib/ports/fault-templates.ts';

interface Options {
  readonly standing?: readonly MadeTemplate[];
  /** Id of one that cannot be removed. */
  readonly stuck?: string;
}

/** Injectors that keep their templates in memory; an id is run and fault. */
export function fakeTemplates({ standing = [], stuck }: Options = {}) {
  const shelf = new Map(standing.map((one) => [one.id, one]));
  const templates: FaultTemplates = {
    has: async ({ run, region, fault }) =>
      [...shelf.values()].some((one) => one.run === run && one.region === region && one.fault === fault),
    create: async (request) => {
      const made = { ...request, id: `${request.run}/${request.fault}` };
      shelf.set(made.id, made);
      return made;
    },
    remove: async ({ id }) => {
      if (id === stuck) throw new Error('FIS does not answer');
      shelf.delete(id);
    },
    made: async (region) => [...shelf.values()].filter((one) => one.region === region),
  };
  return { templates, ids: () => [...shelf.keys()] };
}
