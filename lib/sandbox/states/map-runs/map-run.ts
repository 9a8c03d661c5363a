import type {
  ChildInput,
  ChildResult,
  MapRunOutcome,
  MapRunSettings,
} from '../asl/distributed/map-run-port.ts';
import { type Child, type Children, makeChildren, type MapRunWorld } from './child-executions.ts';
import type { MapRunEnding, MapRunRecord, MapRunRedrive } from './map-run-line.ts';
import type { MapRunLog } from './map-run-log.ts';
import { type Running, runChildren } from './run-children.ts';

/** One run of a Map state in distributed mode: the children that it started, and what they may. */
export interface MapRun {
  readonly record: MapRunRecord;
  readonly settings: () => MapRunSettings;
  readonly ending: () => MapRunEnding | null;
  readonly redrives: () => readonly MapRunRedrive[];
  readonly filled: () => boolean;
  readonly children: () => readonly Child[];
  readonly fill: (inputs: readonly ChildInput[]) => void;
  readonly update: (change: Partial<MapRunSettings>) => void;
  readonly redrive: (of: number) => number | null;
  readonly run: (signal: AbortSignal) => Promise<MapRunOutcome>;
  readonly results: () => readonly ChildResult[];
  readonly end: (status: MapRunEnding['status']) => void;
  /** Ends it with its children; nobody waits for it. */
  readonly abort: () => void;
}

export function makeMapRun(log: MapRunLog, world: MapRunWorld): MapRun {
  const children = makeChildren(log, world);
  const now = world.clock.now;
  let running: Running | null = null;
  const every = (): Child[] => Array.from({ length: children.count() }, (_, index) => children.at(index));
  const end = (status: MapRunEnding['status']): void => log.write({ ended: { status, at: now() } });
  // The run first: a child that was stopped with its run is not one that somebody has stopped.
  const abort = (): void => {
    if (!log.ending()) end('ABORTED');
    (running ?? idle(children)).stop();
    running = null;
  };
  return {
    record: log.record,
    settings: log.settings,
    ending: log.ending,
    redrives: log.redrives,
    filled: () => log.inputs() !== null,
    children: every,
    fill: (filled) => log.write({ filled }),
    update: (change) => {
      log.write({ settings: { ...log.settings(), ...change } });
      running?.changed();
    },
    redrive: (of) => redrive(log, { of, at: now() }),
    run: async (signal) => {
      signal.throwIfAborted();
      if (log.ending()?.status === 'ABORTED') log.write({ resumed: now() });
      running = runChildren(children, log.settings);
      const outcome = await unlessAborted(running.outcome, signal, abort);
      running = null;
      return outcome;
    },
    results: () => every().map((child) => resultOf(child, log.record)),
    end,
    abort,
  };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, abort: () => void): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const give = (): void => {
    abort();
    reject(signal.reason);
  };
  signal.addEventListener('abort', give, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', give));
}

/** What was not under way in this process: only the children that an earlier one left are to be stopped. */
function idle(children: Children): Pick<Running, 'stop'> {
  return {
    stop: () => {
      for (let index = 0; index < children.count(); index += 1) {
        const { execution } = children.at(index);
        if (execution && !execution.ending()) execution.stop(null, null);
      }
    },
  };
}

function redrive(log: MapRunLog, redriven: MapRunRedrive): number | null {
  if (log.ending()?.status === 'SUCCEEDED') return null;
  if (log.redrives().at(-1)?.of !== redriven.of) log.write({ redriven });
  return log.redrives().length;
}

function resultOf({ arn, name, input, execution }: Child, { machineArn }: MapRunRecord): ChildResult {
  const ending = execution?.ending() ?? null;
  const failure = ending && 'error' in ending ? ending : null;
  return {
    executionArn: arn,
    machineArn,
    name,
    input,
    status: execution ? (ending?.status ?? 'RUNNING') : 'PENDING',
    startedAt: execution?.record.startedAt ?? null,
    stoppedAt: ending?.at ?? null,
    output: ending && 'output' in ending ? ending.output : null,
    error: failure?.error ?? null,
    cause: failure?.cause ?? null,
  };
}
