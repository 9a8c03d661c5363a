import { loggedObjectives } from '../../domain/log/logged-objectives.ts';
import { markdownText } from '../markdown-text.ts';
import { plainText } from '../plain-text.ts';
import { assessmentAssets, metadata, props, reviewedControls, sealedResources } from './oscal-parts.ts';
import type { OscalRun } from './oscal-run.ts';

/** What was fixed before anything happened: what is run, on what, against which objectives and which controls. */
export function assessmentPlan(run: OscalRun): object {
  const { judgement, model, uuid } = run;
  const everything = [{ type: 'component', description: markdownText(judgement.plan), 'include-all': {} }];
  const title = markdownText(`${model.banner.word}: ${model.title}`);
  return {
    'assessment-plan': {
      uuid: uuid('assessment-plan'),
      metadata: metadata(`${title}: plan`, run.plannedAt, run),
      'import-ssp': {
        href: `#${uuid('recovery-plan')}`,
        remarks: 'There is no system security plan in OSCAL: the recovery plan stands for it.',
      },
      'local-definitions': { activities: [activity(run, title)] },
      'reviewed-controls': reviewedControls(run),
      'assessment-subjects': everything,
      'assessment-assets': assessmentAssets(run),
      tasks: [
        {
          uuid: uuid('task'),
          type: 'action',
          title,
          ...objectiveProps(run),
          'associated-activities': [{ 'activity-uuid': uuid('activity'), subjects: everything }],
        },
      ],
      'back-matter': { resources: [recoveryPlan(run)] },
    },
  };
}

function activity(run: OscalRun, title: string): object {
  const { kind, target, scope } = run.judgement;
  return {
    uuid: run.uuid('activity'),
    title,
    description: markdownText(run.model.banner.sentence),
    ...props({ method: 'TEST', kind, target, scope }),
    'related-controls': reviewedControls(run),
  };
}

/** As the record has them; of a run that ended before, none. */
function objectiveProps({ facts }: OscalRun): object {
  const input = facts.outcome('RecordObjectives')?.input;
  if (!input) return {};
  const fixed = Object.entries(loggedObjectives(input)).map(
    ([name, value]) => [name, JSON.stringify(value)] as const,
  );
  return props(Object.fromEntries(fixed));
}

function recoveryPlan(run: OscalRun): object {
  const [sealed] = sealedResources(run, (file) => file === 'plan.yaml');
  return {
    uuid: run.uuid('recovery-plan'),
    title: plainText(`Recovery plan ${run.judgement.plan}`),
    description: 'The plan as it was run.',
    rlinks: sealed?.rlinks ?? [{ href: 'plan.yaml' }],
  };
}
