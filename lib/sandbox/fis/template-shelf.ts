import { randomBytes } from 'node:crypto';
import type { ExperimentTemplateConfig } from '../sandbox-config.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { ExperimentDirectory, ExperimentWorld } from './experiment-directory.ts';

type TemplateShelf = Pick<
  ExperimentDirectory,
  'templatesIn' | 'template' | 'createTemplate' | 'deleteTemplate'
>;

/** Templates of all regions: those of the configuration, and those that were created since. */
export function makeTemplateShelf({ templates, faultOf }: ExperimentWorld): TemplateShelf {
  const shelf = new Map<string, ExperimentTemplateConfig>(templates.map((one) => [one.id, one]));
  const byToken = new Map<string, string>();
  const templatesIn = (region: string) => [...shelf.values()].filter((one) => one.region === region);
  const template = (region: string, id: string) =>
    required(
      templatesIn(region).find((one) => one.id === id),
      `Experiment template ${id}`,
    );
  return {
    templatesIn,
    template,
    createTemplate({ clientToken, ...order }) {
      const known = shelf.get(byToken.get(clientToken) ?? '');
      if (known) return sameTemplate(known, order.fault);
      const created = { ...order, id: `EXT${randomBytes(8).toString('hex').toUpperCase()}` };
      faultOf(created);
      shelf.set(created.id, created);
      byToken.set(clientToken, created.id);
      return created;
    },
    deleteTemplate(region, id) {
      const found = template(region, id);
      shelf.delete(id);
      return found;
    },
  };
}

/** @throws AwsError ResourceNotFoundException */
export function required<T>(found: T | undefined, subject: string): T {
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `${subject} does not exist.`, 404);
  return found;
}

function sameTemplate(known: ExperimentTemplateConfig, fault: string): ExperimentTemplateConfig {
  if (known.fault === fault) return known;
  throw new AwsError('ConflictException', `The client token of template ${known.id} was used again.`, 409);
}
