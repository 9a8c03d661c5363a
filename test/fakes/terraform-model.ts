import { REPLACING } from '../../lib/domain/infra-code/terraform.ts';

/** Arguments of a resource as a configuration has them, or attributes as a provider reads them. */
export type Values = Readonly<Record<string, string>>;

/** An instance as RDS has it: by an ID that no other ever has, under an identifier that another may have later. */
export interface RealInstance {
  readonly id: string;
  readonly values: Values;
}

/** Resources by address. */
export type Configuration = Readonly<Record<string, Values>>;
/** Resource IDs by address. */
export type State = Readonly<Record<string, string>>;

export interface Blocks {
  /** Addresses that are forgotten without being destroyed. */
  readonly removed: readonly string[];
  /** Identifiers by address. */
  readonly imports: Readonly<Record<string, string>>;
  /** Addresses that `terraform state rm` was run for, before. */
  readonly stateRm: readonly string[];
}

export const NO_BLOCKS: Blocks = { removed: [], imports: {}, stateRm: [] };

export interface Plan {
  readonly toAdd: readonly string[];
  readonly toChange: readonly string[];
  readonly toReplace: readonly string[];
  readonly toDestroy: readonly string[];
  readonly toImport: readonly string[];
  readonly toForget: readonly string[];
  /** What apply would fail with. */
  readonly failures: readonly string[];
}

/**
 * How Terraform plans aws_db_instance, as far as a failover concerns it: it refreshes what the state names, by resource ID
 * (version 5 of the provider); forgets and imports; adds what only the configuration has; destroys what only the state
 * has; and replaces where an argument changes that the provider's schema calls ForceNew. The arguments that conflict, and
 * a source that changes, are errors, as in the provider.
 */
export function planOf(
  world: readonly RealInstance[],
  before: State,
  { configuration, blocks }: { configuration: Configuration; blocks: Blocks },
): Plan {
  const kept = Object.entries(before).filter(([address]) => !blocks.stateRm.includes(address));
  const there = kept.filter(([, id]) => world.some((one) => one.id === id));
  const forgotten = there.filter(([address]) => blocks.removed.includes(address));
  const imported = Object.entries(blocks.imports)
    // An address that the state has already is not imported again.
    .filter(([address]) => !kept.some(([known]) => known === address))
    .flatMap(([address, identifier]) => {
      const found = world.find(({ values }) => values['identifier'] === identifier);
      return found ? [[address, found.id] as const] : [];
    });
  const state = new Map([...there.filter((one) => !forgotten.includes(one)), ...imported]);
  const realOf = (address: string) => world.find(({ id }) => id === state.get(address))?.values ?? {};
  const changed = Object.entries(configuration).flatMap(([address, values]) =>
    state.has(address) ? [{ address, names: differing(values, realOf(address)) }] : [],
  );
  const toAdd = Object.keys(configuration).filter((address) => !state.has(address));
  return {
    toAdd,
    toChange: changed.filter(({ names }) => names.length > 0).map(({ address }) => address),
    toReplace: changed.filter(({ names }) => names.some(isReplacing)).map(({ address }) => address),
    toDestroy: [...state.keys()].filter((address) => !(address in configuration)),
    toImport: imported.map(([address]) => address),
    toForget: forgotten.map(([address]) => address),
    failures: [
      ...blocks.removed
        .filter((address) => address in configuration)
        .map((one) => `${one}: still configured`),
      ...toAdd
        .filter((one) =>
          world.some(({ values }) => values['identifier'] === configuration[one]?.['identifier']),
        )
        .map((one) => `${one}: DBInstanceAlreadyExists`),
      ...Object.entries(configuration).flatMap(([one, values]) =>
        'replicate_source_db' in values && ('username' in values || 'db_name' in values)
          ? [`${one}: conflicts with replicate_source_db`]
          : [],
      ),
      ...changed
        .filter(
          ({ address, names }) => names.includes('replicate_source_db') && isReplica(configuration[address]),
        )
        .map(({ address }) => `${address}: cannot elect new source database for replication`),
    ],
  };
}

/** Arguments that are not given are what they are; but for the source, which is then none. */
function differing(wanted: Values, real: Values): readonly string[] {
  const given = Object.keys(wanted).filter((name) => wanted[name] !== real[name]);
  return isReplica(real) && !isReplica(wanted) ? [...given, 'replicate_source_db'] : given;
}

function isReplica(values: Values | undefined): boolean {
  return values !== undefined && 'replicate_source_db' in values;
}

function isReplacing(name: string): boolean {
  return REPLACING.some((one) => one === name);
}

/** What a text says to do: blocks by their syntax, and what stands in its comments for a person. */
export function readBlocks(text: string): Blocks & {
  readonly edits: Readonly<Record<string, { set: Values; remove: readonly string[] }>>;
} {
  const parts = text.split(/\n\n(?=# )/);
  const edits = parts.flatMap((part) => {
    const address = /^# address: (\S+)$|^\s+to = (\S+)$|^\s+from = (\S+)$/m
      .exec(part)
      ?.slice(1)
      .find(Boolean);
    if (address === undefined) return [];
    const remove = [...part.matchAll(/^# remove: +(.*)$/gm)].flatMap(([, names = '']) => names.split(', '));
    const set = [...part.matchAll(/^# set: +(\w+) = (.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    return [[address, { set: Object.fromEntries(set), remove }] as const];
  });
  return {
    removed: [
      ...text.matchAll(
        /^removed \{\n {2}from = (\S+)\n\n {2}lifecycle \{\n {4}destroy = false\n {2}\}\n\}$/gm,
      ),
    ].map(([, address = '']) => address),
    imports: Object.fromEntries(
      [...text.matchAll(/^import \{\n {2}to = (\S+)\n {2}id = "([^"]+)"\n\}$/gm)].map(([, to, id]) => [
        to,
        id,
      ]),
    ),
    stateRm: [...text.matchAll(/^# run: +terraform state rm '([^']+)'$/gm)].map(
      ([, address = '']) => address,
    ),
    edits: Object.fromEntries(edits),
  };
}
