import { controlsOf } from '../../domain/evidence/controls.ts';
import type { Judgement } from '../../domain/run/judgement.ts';
import { plainText } from '../plain-text.ts';
import type { OscalRun } from './oscal-run.ts';

/** The version of OSCAL that the documents are written in: NIST's schema of it is what the tests validate against. */
const OSCAL_VERSION = '1.1.3';

/** What OSCAL has no field for stands in properties of this namespace. */
const NAMESPACE = 'urn:muster:oscal';

type Value = string | number | null | undefined;

/** Properties of those values that there are: OSCAL takes no empty ones. */
export function props(values: Readonly<Record<string, Value>>): object {
  const present = Object.entries(values).flatMap(([name, value]) => {
    const text = plainText(String(value ?? ''));
    return text === '' ? [] : [{ name, ns: NAMESPACE, value: text }];
  });
  return present.length > 0 ? { props: present } : {};
}

export function metadata(title: string, lastModified: string, { judgement }: OscalRun): object {
  const { run, scope } = judgement;
  return {
    title,
    'last-modified': lastModified,
    version: String(judgement.schemaVersion),
    'oscal-version': OSCAL_VERSION,
    ...props({ run, scope }),
  };
}

/** The document's file, as the other one names it. */
export function oscalFile({ scope }: Judgement, document: 'ap' | 'ar'): string {
  return `report-${scope}.oscal-${document}.json`;
}

/** Statements of SP 800-53 that the run is held against; a kind that is evidence for none selects none. */
export function reviewedControls({ judgement }: OscalRun): object {
  const statements = controlsOf(judgement).flatMap(({ statement }) => statement ?? []);
  const description =
    'Controls of NIST SP 800-53 Rev. 5 that a run of this kind is evidence for; those of other frameworks stand in the report.';
  const included = statements.map(({ control, id }) => ({ 'control-id': control, 'statement-ids': [id] }));
  return {
    'control-selections': [
      included.length > 0
        ? { description, 'include-controls': included }
        : { description: 'None: a run of this kind tests nothing that a control asks for.' },
    ],
  };
}

/** The tool that ran it, and judged it. */
export function assessmentAssets({ facts, uuid }: OscalRun): object {
  const component = uuid('muster');
  return {
    components: [
      {
        uuid: component,
        type: 'software',
        title: 'Muster',
        description:
          'Runs recovery drills, measures them from the client side, and judges them from raw files.',
        ...props({ version: facts.outcome('RecordObjectives')?.toolVersion ?? 'not recorded' }),
        status: { state: 'operational' },
      },
    ],
    'assessment-platforms': [
      { uuid: uuid('platform'), title: 'Muster', 'uses-components': [{ 'component-uuid': component }] },
    ],
  };
}

/** Who made an observation: no person did. */
export function origins({ uuid }: OscalRun): object {
  return { origins: [{ actors: [{ type: 'tool', 'actor-uuid': uuid('muster') }] }] };
}

/** Raw files as they were sealed, with their digests. */
export function sealedResources({ facts, uuid }: OscalRun, wanted: (file: string) => boolean) {
  const seal = facts.entries.find((entry) => entry.kind === 'seal');
  return Object.entries(seal?.files ?? {})
    .filter(([file, { sha256 }]) => wanted(file) && /^[0-9a-f]{64}$/.test(sha256))
    .map(([file, { sha256 }]) => ({
      uuid: uuid(`file ${file}`),
      title: file,
      rlinks: [{ href: file, hashes: [{ algorithm: 'SHA-256', value: sha256 }] }],
    }));
}
