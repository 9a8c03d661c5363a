import { Conflict } from '../domain/failure.ts';
import { type DeferredFenceRequest, deferredFenceName } from '../domain/fence/deferred-fence.ts';
import { formatInstant } from '../domain/instant.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { machineBeside } from '../domain/run/machine-beside.ts';
import { MoveInput } from '../domain/run/move-input.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { locateDatabases } from '../domain/run/session-targets.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { fenceIfBack } from './step/fence-if-back.ts';
import type { RungPorts } from './step/fence-rungs.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface DeferFencePorts extends StepPorts, RungPorts {
  readonly objects: Objects;
  readonly workflows: Workflows;
}

type Context = StepContext<MoveInput>;

/**
 * Leaves the fence of every database for which nothing proves it to an execution of its own, which waits until the old
 * primary's region answers again. Before the promotion: a region may come back at any moment, and one that is back
 * already is fenced here. Idempotent by that execution's name.
 */
export function makeDeferFence(ports: DeferFencePorts) {
  return makeStep(ports, {
    state: 'DeferFence',
    input: MoveInput,
    intent: ({ run }) => ({ execution: deferredFenceName(run.run) }),
    act: async (context) => {
      const { run } = context;
      const request = requestOf(context, formatInstant(ports.clock.now()));
      const [left, back] = await Promise.all([
        leaveToExecution(ports, run, request),
        thoseBack(ports, context),
      ]);
      return { ...left, databases: request.databases.map(({ id }) => id), back };
    },
  });
}

async function leaveToExecution(
  { objects, workflows }: DeferFencePorts,
  { plan, run, heartbeat }: MoveInput,
  request: DeferredFenceRequest,
) {
  const key = planKeys.fence(plan.name, run);
  const input = await writtenFirst(objects, key, request);
  const execution = await workflows.start({
    machineArn: machineBeside(heartbeat.stateMachineArn, 'deferred-fence'),
    name: deferredFenceName(run),
    input,
  });
  return { execution, key };
}

async function thoseBack(ports: DeferFencePorts, { run, seen, stillOwner }: Context) {
  const unproven = unprovenOf(seen('FenceOldPrimary'));
  const { fence, fenceDeadlineSeconds } = run;
  const found = await Promise.all(
    locateDatabases(run, seen('DiscoverDatabases'))
      .filter(({ id }) => unproven.has(id))
      .map((database) =>
        fenceIfBack(ports, { database, fence, deadlineMs: fenceDeadlineSeconds * 1000, stillOwner }),
      ),
  );
  return found.filter((one) => one !== null);
}

function unprovenOf({ databases }: OutcomeOf<'FenceOldPrimary'>): ReadonlySet<string> {
  return new Set(databases.filter(({ proof }) => proof === 'none').map(({ id }) => id));
}

function requestOf({ run, event, seen }: Context, deferredAt: string): DeferredFenceRequest {
  const { key: lockKey, notTaken } = seen('AcquireLock');
  const unproven = unprovenOf(seen('FenceOldPrimary'));
  const located = locateDatabases(run, seen('DiscoverDatabases'));
  return {
    schemaVersion: SCHEMA_VERSION,
    run: run.run,
    plan: run.plan,
    sites: run.sites,
    owner: event.executionArn,
    lockKey,
    lockNotTaken: notTaken.some(({ site }) => site === run.sites.primary.name),
    databases: located
      .filter(({ id }) => unproven.has(id))
      .map(({ replicaAddress: _, securityGroups, ...database }) => ({
        ...database,
        securityGroups: [...securityGroups],
      })),
    fence: run.fence,
    deferredAt,
  };
}

/** A step that is delivered twice starts with the words of the first time: an execution's input is part of its name. */
async function writtenFirst(objects: Objects, key: string, request: DeferredFenceRequest): Promise<unknown> {
  const text = `${JSON.stringify(request, null, 2)}\n`;
  try {
    await objects.put(key, text, { absent: true });
    return request;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return JSON.parse((await objects.get(key))?.text ?? text);
  }
}
