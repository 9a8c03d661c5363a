import { expect, it } from 'vitest';
import type { SequenceValue } from '../../../../lib/domain/content/contents.ts';
import {
  decideSequence,
  type SequenceLook,
  type SequenceState,
} from '../../../../lib/domain/content/sequence-decision.ts';

const at = (lastValue: number, more: Partial<SequenceValue> = {}): SequenceValue => ({
  sequence: { schema: 'public', name: 'orders_id_seq' },
  lastValue: String(lastValue),
  isCalled: true,
  increment: '1',
  cycles: false,
  ...more,
});
const down = { increment: '-2' };

const LOOKS: readonly [
  SequenceState,
  SequenceLook['before'],
  SequenceLook['replica'],
  SequenceLook['after'],
][] = [
  ['equal', at(100), at(100), at(100)],
  ['equal', at(100), at(132), at(100)],
  ['equal', at(100), at(105), at(110)],
  ['behind', at(100), at(99), at(100)],
  ['ahead', at(100), at(133), at(100)],
  ['missing', at(100), null, at(100)],
  ['in-flux', at(100), at(1), at(1)],
  ['in-flux', at(100), at(100), null],
  ['in-flux', at(100), at(2), at(100, { cycles: true })],
  ['equal', at(1, { isCalled: false }), at(33), at(1)],
  ['behind', at(1), at(1, { isCalled: false }), at(1)],
  ['equal', at(-100, down), at(-164, down), at(-100, down)],
  ['behind', at(-100, down), at(-98, down), at(-100, down)],
  ['ahead', at(-100, down), at(-166, down), at(-100, down)],
];

it.each(LOOKS.map(([state, before, replica, after]) => ({ state, look: { before, replica, after } })))(
  'a sequence is $state',
  ({ state, look }) => {
    expect(decideSequence(look)).toBe(state);
  },
);
