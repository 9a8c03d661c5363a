import { describe, expect, it } from 'vitest';
import type { InfraChange } from '../../../../lib/domain/infra-code/infra-change.ts';
import { terraformCode } from '../../../../lib/domain/infra-code/terraform.ts';
import {
  type Configuration,
  NO_BLOCKS,
  planOf,
  readBlocks,
  type RealInstance,
  type State,
} from '../../../fakes/terraform-model.ts';

const [P, R] = ['aws_db_instance.primary', 'aws_db_instance.replica'];
const ADDRESSES = { 'orders-frankfurt': P, 'orders-ireland': R };
const COMMON = { instance_class: 'db.m7g.large' };
const OWN = { username: 'operator', db_name: 'orders', engine: 'postgres' };

/** How a shop writes its primary and its replica in another region. */
const CONFIGURATION: Configuration = {
  [P]: { ...COMMON, ...OWN, identifier: 'orders-frankfurt', kms_key_id: 'arn:frankfurt' },
  [R]: {
    ...COMMON,
    identifier: 'orders-ireland',
    kms_key_id: 'arn:ireland',
    replicate_source_db: `${P}.arn`,
  },
};
const STATE: State = { [P]: 'db-1', [R]: 'db-2' };

const real = (id: string, site: string, source?: string): RealInstance => ({
  id,
  values: {
    ...COMMON,
    ...OWN,
    identifier: `orders-${site}`,
    kms_key_id: `arn:${site}`,
    ...(source === undefined ? {} : { replicate_source_db: source }),
  },
});
const BEFORE = [real('db-1', 'frankfurt'), real('db-2', 'ireland', `${P}.arn`)];
const FAILED_OVER = [real('db-1', 'frankfurt'), real('db-2', 'ireland')];
const PROTECTED = [real('db-3', 'frankfurt', `${R}.arn`), real('db-2', 'ireland')];
const SWITCHED_BACK = [real('db-3', 'frankfurt'), real('db-4', 'ireland', `${P}.arn`)];

const frankfurt = { region: 'eu-central-1', instance: 'orders-frankfurt' };
const ireland = { region: 'eu-west-1', instance: 'orders-ireland' };
const FAILOVER: readonly InfraChange[] = [
  { ...ireland, kind: 'promoted' },
  { ...frankfurt, kind: 'left' },
];
const PROTECT: readonly InfraChange[] = [
  { ...ireland, kind: 'promoted' },
  { ...frankfurt, kind: 'rebuilt', source: ireland },
];
const BACK: readonly InfraChange[] = [
  { ...frankfurt, kind: 'promoted' },
  { ...ireland, kind: 'rebuilt', source: frankfurt },
];

/** Does what the text says, in the configuration and in the blocks; `from` is that of the way there. */
function followed(changes: readonly InfraChange[], from: Configuration = CONFIGURATION) {
  const blocks = readBlocks(terraformCode({ run: 'run-1', changes, addresses: ADDRESSES }));
  const configuration = Object.fromEntries(
    Object.entries(from).flatMap(([address, values]) => {
      if (blocks.removed.includes(address)) return [];
      const { set = {}, remove = [] } = blocks.edits[address] ?? {};
      const left = Object.entries(values).filter(([name]) => !remove.includes(name));
      return [[address, { ...Object.fromEntries(left), ...set }]];
    }),
  );
  return { configuration, blocks };
}

const NOTHING = { toAdd: [], toReplace: [], toDestroy: [], failures: [] };

describe('a plan of Terraform after a run, by what the run says to change', () => {
  it('has nothing to do before anything has happened', () => {
    expect(planOf(BEFORE, STATE, { configuration: CONFIGURATION, blocks: NO_BLOCKS })).toMatchObject({
      ...NOTHING,
      toChange: [],
    });
  });

  it('destroys, replaces and adds nothing after a failover, and forgets the server that stands fenced', () => {
    expect(planOf(FAILED_OVER, STATE, followed(FAILOVER))).toEqual({
      ...NOTHING,
      toChange: [],
      toImport: [],
      toForget: [P],
    });
  });

  it.each([
    ['a failover and a re-protection', { [R]: 'db-2' }],
    ['a re-protection of which the state knows nothing yet', STATE],
  ])('takes in the server that was made in the old name, after %s', (_what, state) => {
    expect(planOf(PROTECTED, state, followed(PROTECT))).toEqual({
      ...NOTHING,
      toChange: [],
      toImport: [P],
      toForget: [],
    });
  });

  it('takes in the other one after roles have changed back', () => {
    const there = followed(PROTECT).configuration;
    const state = { [P]: 'db-3', [R]: 'db-2' };
    const restored = { ...there, [R]: { ...there[R], username: 'operator' } };
    expect(planOf(SWITCHED_BACK, state, followed(BACK, restored))).toEqual({
      ...NOTHING,
      toChange: [],
      toImport: [R],
      toForget: [],
    });
  });
});

describe('a plan of Terraform after a run, by what nobody has told it', () => {
  const alone = (configuration: Configuration) => ({ configuration, blocks: NO_BLOCKS });

  it('destroys the old primary, with what only it holds, where its resource was just deleted', () => {
    const left = Object.entries(CONFIGURATION).filter(([address]) => address !== P);
    expect(planOf(FAILED_OVER, STATE, alone(Object.fromEntries(left))).toDestroy).toEqual([P]);
  });

  it('replaces the promoted server where the resource of the primary was copied to its address', () => {
    const copied = { ...CONFIGURATION[P], identifier: 'orders-ireland' };
    expect(planOf(FAILED_OVER, STATE, alone({ ...CONFIGURATION, [R]: copied })).toReplace).toEqual([R]);
  });

  it('fails where the configuration is as it was', () => {
    expect(planOf(FAILED_OVER, STATE, alone(CONFIGURATION)).failures).toEqual([
      `${R}: cannot elect new source database for replication`,
    ]);
    expect(planOf(PROTECTED, STATE, alone(CONFIGURATION))).toMatchObject({
      toAdd: [P],
      failures: expect.arrayContaining([`${P}: DBInstanceAlreadyExists`]),
    });
  });

  it('does not import what the state has by an address already', () => {
    const { configuration, blocks } = followed(PROTECT);
    const plan = planOf(PROTECTED, STATE, { configuration, blocks: { ...blocks, stateRm: [] } });
    expect(plan).toMatchObject({ toImport: [], toAdd: [P] });
  });
});

describe('the text for Terraform', () => {
  it('names resources by the instances where no address was given', () => {
    const text = terraformCode({ run: 'run-1', changes: PROTECT, addresses: {} });
    expect(readBlocks(text).imports).toEqual({ 'aws_db_instance.orders_frankfurt': 'orders-frankfurt' });
    expect(text).toContain('replicate_source_db = aws_db_instance.orders_ireland.arn');
  });
});
