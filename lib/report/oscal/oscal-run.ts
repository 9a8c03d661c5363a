import { parse, v5 } from 'uuid';
import type { RunFacts } from '../../domain/judge/run-facts.ts';
import type { RecordEntry } from '../../domain/record/entry.ts';
import type { Judgement } from '../../domain/run/judgement.ts';
import type { ReportModel } from '../report-model.ts';

/** A run as both documents are made of it. */
export interface OscalRun {
  readonly judgement: Judgement;
  readonly model: ReportModel;
  readonly facts: RunFacts;
  /** When its objectives were fixed, or as early as the record goes; and as late as it goes. */
  readonly plannedAt: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** The UUID of something in this run by a name of it: another run's is another, the same run's always the same. */
  readonly uuid: (of: string) => string;
}

const NAMESPACE = parse(v5('urn:muster:oscal', v5.URL));

/** Null of a run of which no moment is on record: OSCAL has no word for that. */
export function oscalRunOf(judgement: Judgement, model: ReportModel, facts: RunFacts): OscalRun | null {
  const { entries } = facts;
  const startedAt = (entries.find(({ kind }) => kind === 'history') ?? entries[0])?.at;
  const seal = entries.find((entry) => entry.kind === 'seal');
  const endedAt = (seal ?? entries.at(-1))?.at;
  if (startedAt === undefined || endedAt === undefined) return null;
  const digest = seal?.recordSha256 ?? '';
  return {
    judgement,
    model,
    facts,
    plannedAt: entries.find(isObjectives)?.at ?? startedAt,
    startedAt,
    endedAt,
    uuid: uuidsIn(`${judgement.run}/${digest}`),
  };
}

/** What is named is named many times over, and its UUID is a digest. */
function uuidsIn(run: string): OscalRun['uuid'] {
  const known = new Map<string, string>();
  return (of) => {
    const uuid = known.get(of) ?? v5(`${run}/${of}`, NAMESPACE);
    known.set(of, uuid);
    return uuid;
  };
}

function isObjectives(entry: RecordEntry): boolean {
  return entry.kind === 'outcome' && entry.state === 'RecordObjectives';
}
