import { happen, LAG_MICROS, type ModelInstance, type ModelRow, type ModelWorld } from './model-world.ts';

const PROMOTED_AFTER_MS = 2_000;
/** RDS goes on naming the source for a while. */
const SOURCE_GONE_AFTER_MS = 300;

/** Every row that a server holds now: of a replica what has reached it. */
export function rowsOn(world: ModelWorld, instance: ModelInstance): readonly ModelRow[] {
  const source = world.instances.find(({ id }) => id === instance.source);
  if (!source || !instance.inRecovery) return instance.rows;
  const until = Math.min(world.clock.now(), instance.cutAt ?? Number.POSITIVE_INFINITY);
  return source.rows.filter(({ at }) => at + LAG_MICROS <= until);
}

/** The control plane takes the request; the server leaves recovery when it does, whoever has died meanwhile. */
export function beginPromotion(world: ModelWorld, instance: ModelInstance): void {
  instance.status = 'modifying';
  const finish = async () => {
    await world.clock.sleep(PROMOTED_AFTER_MS);
    if (instance.gone) return;
    leaveRecovery(world, instance);
    await world.clock.sleep(SOURCE_GONE_AFTER_MS);
    instance.source = null;
    instance.status = 'available';
    happen(world, { what: 'promotion over', subject: instance.id });
  };
  void finish();
}

function leaveRecovery(world: ModelWorld, instance: ModelInstance): void {
  const source = world.instances.find(({ id }) => id === instance.source);
  instance.rows = [...rowsOn(world, instance)];
  // Roles are data: what was revoked on the source was replicated while there was a stream.
  if (source && instance.cutAt === null) instance.noLogin = source.noLogin;
  instance.inRecovery = false;
  instance.timeline += 1;
  happen(world, { what: 'promoted', subject: instance.id });
}

/** Somebody deletes a replica that is one still, with all that is on it. */
export function loseReplica(world: ModelWorld, id: string): void {
  const instance = world.instances.find((one) => one.id === id);
  if (!instance || instance.gone || !instance.inRecovery) return;
  instance.gone = true;
  if (instance.kept === 'open') instance.kept = 'ended';
  happen(world, { what: 'replica deleted', subject: id });
}

/** Everything in a region dies; its replicas elsewhere get nothing more. */
export function loseRegion(world: ModelWorld, region: string): void {
  const state = world.regions[region];
  if (!state || state.lost) return;
  const now = world.clock.now();
  state.lost = true;
  for (const instance of instancesIn(world, region)) if (instance.kept === 'open') instance.kept = 'ended';
  for (const replica of replicasOf(world, region)) if (replica.inRecovery) replica.cutAt ??= now;
  happen(world, { what: 'region lost', subject: region });
}

/** It comes back with its storage. From an injector's hands a former primary admits its operator alone. */
export function returnRegion(
  world: ModelWorld,
  region: string,
  { isGated = true }: { readonly isGated?: boolean } = {},
): void {
  const state = world.regions[region];
  if (!state || !state.lost) return;
  for (const instance of instancesIn(world, region)) {
    if (isGated && isFormerPrimary(world, instance)) instance.operatorOnly = true;
  }
  state.lost = false;
  for (const replica of replicasOf(world, region)) if (replica.inRecovery) replica.cutAt = null;
  happen(world, { what: 'region returned', subject: region });
}

/** Clients from outside meet silence; operators, and the other region, do not. */
export function cutFromClients(world: ModelWorld, region: string, isCut: boolean): void {
  const state = world.regions[region];
  if (!state || state.cutFromClients === isCut) return;
  state.cutFromClients = isCut;
  happen(world, { what: isCut ? 'clients cut off' : 'clients back', subject: region });
}

/** As the sandbox has it (lib/sandbox/faults): also while its replica is just being promoted. */
function isFormerPrimary(world: ModelWorld, { id }: ModelInstance): boolean {
  const replicas = world.instances.filter(({ bornOf }) => bornOf === id);
  return replicas.some(({ inRecovery, status }) => !inRecovery || status === 'modifying');
}

function instancesIn(world: ModelWorld, region: string): readonly ModelInstance[] {
  return world.instances.filter((instance) => instance.region === region);
}

function replicasOf(world: ModelWorld, region: string): readonly ModelInstance[] {
  const ids = new Set(instancesIn(world, region).map(({ id }) => id));
  return world.instances.filter(({ bornOf }) => bornOf !== null && ids.has(bornOf));
}
