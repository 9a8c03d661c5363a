import * as z from 'zod';
import type { StepEntry } from '../record/entry.ts';
import { OUTCOMES } from '../record/outcomes.ts';
import type { RunCall } from './run-call.ts';

/** What a state has said in one of its attempts. */
export interface Told {
  readonly intent: StepEntry['data'];
  readonly outcome: unknown;
  /** What the run said of other states, by their names. */
  readonly said: (state: string) => unknown;
}

/** A call without what holds for all of a state's calls. */
export type NamedCall = Pick<RunCall, 'name' | 'source' | 'region' | 'subject'> &
  Partial<Pick<RunCall, 'requestId' | 'certainty'>>;

type Reader = (told: Told) => readonly NamedCall[];

const Targets = z.object({ databases: z.array(z.object({ region: z.string(), instance: z.string() })) });
const Where = z.object({ region: z.string() });

const promotions: Reader = ({ intent, outcome }) => {
  const asked = Targets.safeParse(intent).data?.databases ?? [];
  const promoted = OUTCOMES.PromoteReplica.safeParse(outcome).data?.databases ?? null;
  return asked.map(({ region, instance }) => {
    const told = promoted?.find((database) => database.instance === instance);
    const requestId = told?.requestId === 'unknown' ? null : (told?.requestId ?? null);
    const certainty = told && !told.alreadyPromoted ? ('made' as const) : ('may' as const);
    return { source: RDS, name: 'PromoteReadReplica', region, subject: instance, requestId, certainty };
  });
};

const injected: Reader = ({ intent, outcome }) => {
  const region = Where.safeParse(intent).data?.region;
  const subject = OUTCOMES.InjectDisruption.safeParse(outcome).data?.experiment ?? null;
  return region === undefined || subject === null ? [] : [{ ...START_EXPERIMENT, region, subject }];
};

const conditions: Reader = ({ outcome }) =>
  (OUTCOMES.ApplyConditions.safeParse(outcome).data?.experiments ?? []).map(({ region, experiment }) => ({
    ...START_EXPERIMENT,
    region,
    subject: experiment,
  }));

/** Experiments that had ended by themselves are not stopped. */
const undone: Reader = ({ said }) =>
  experimentsOf(said).map(({ region, experiment }) => ({
    source: FIS,
    name: 'StopExperiment',
    region,
    subject: experiment,
    certainty: 'may',
  }));

function experimentsOf(said: Told['said']) {
  const disruption = OUTCOMES.InjectDisruption.safeParse(said('InjectDisruption')).data;
  const applied = OUTCOMES.ApplyConditions.safeParse(said('ApplyConditions')).data?.experiments ?? [];
  const region = disruption?.receipt?.region;
  const experiment = disruption?.experiment ?? null;
  return region === undefined || experiment === null ? applied : [{ region, experiment }, ...applied];
}

/** Rungs that the engine of databases carries out; the others are objects and SQL. One that was in force needs no call. */
const RUNGS: ReadonlyMap<string, string> = new Map([
  ['close-network', 'ModifyDBInstance'],
  ['stop-instance', 'StopDBInstance'],
]);

const fence: Reader = ({ outcome, said }) => {
  const databases = OUTCOMES.RecordObjectives.safeParse(said('RecordObjectives')).data?.input.databases ?? [];
  const fenced = OUTCOMES.FenceOldPrimary.safeParse(outcome).data?.databases ?? [];
  return fenced.flatMap(({ id, attempts }) => {
    const old = databases.find((database) => database.id === id)?.primary;
    const names = attempts.flatMap(({ rung }) => RUNGS.get(rung) ?? []);
    return old
      ? names.map((name) => ({
          source: RDS,
          name,
          region: old.region,
          subject: old.instance,
          certainty: 'may' as const,
        }))
      : [];
  });
};

/** A run that joins a watch starts no series. */
const series: Reader = ({ intent, outcome }) =>
  'watch' in intent
    ? []
    : (OUTCOMES.StartHeartbeat.safeParse(outcome).data?.executions ?? []).flatMap(({ arn }) => started(arn));

const herald: Reader = ({ outcome }) => started(OUTCOMES.StartHerald.safeParse(outcome).data?.execution);
const deferred: Reader = ({ outcome }) => started(OUTCOMES.DeferFence.safeParse(outcome).data?.execution);

/** arn:aws:states:<region>:<account>:execution:<machine>:<name> */
function started(arn: string | null | undefined): readonly NamedCall[] {
  const region = arn?.split(':')[3];
  return arn && region
    ? [{ source: 'states.amazonaws.com', name: 'StartExecution', region, subject: arn }]
    : [];
}

const RDS = 'rds.amazonaws.com';
const FIS = 'fis.amazonaws.com';
const START_EXPERIMENT = { source: FIS, name: 'StartExperiment' } as const;

/** Calls to a control plane by the states that make them. */
export const CALLS_OF_STATES: ReadonlyMap<string, Reader> = new Map([
  ['ApplyConditions', conditions],
  ['DeferFence', deferred],
  ['FenceOldPrimary', fence],
  ['InjectDisruption', injected],
  ['PromoteReplica', promotions],
  ['ReturnRegion', undone],
  ['StartHeartbeat', series],
  ['StartHerald', herald],
]);
