import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { confirmByName } from '../../../lib/cli/confirm-by-name.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';

const WHAT = 'a REAL failover';
const PLAN = planOf(SMALL_PLAN);
const UNATTENDED = planOf(`${SMALL_PLAN}approvals: { unattended: true }\n`);

/** A terminal at which somebody types once they are asked, or nobody does; or who has typed something before. */
function typing(text: string | null, { isTTY = true, ahead = '' } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough({ encoding: 'utf8' });
  if (ahead !== '') input.write(ahead);
  if (text === null) input.end();
  else setTimeout(() => input.write(text), 150);
  return { input, output, shown: () => String(output.read() ?? '') };
}

test("the plan's name, typed at a terminal, confirms; what is asked for says what it starts", async () => {
  const person = typing('small\r');
  await expect(confirmByName({ what: WHAT, plan: PLAN, confirm: undefined, ...person })).resolves.toEqual({
    confirmed: 'small',
    how: 'typed',
  });
  expect(person.shown()).toContain("Type the plan's name to start a REAL failover, anything else to leave: ");
});

test('a name that was typed before the question stood there confirms nothing', async () => {
  const person = typing('no\r', { ahead: 'small\r' });
  await expect(confirmByName({ what: WHAT, plan: PLAN, confirm: undefined, ...person })).rejects.toThrow(
    'nothing was started: "no" was typed',
  );
});

test.each([
  ['another name', 'smal\r', 'nothing was started: "smal" was typed, and the plan\'s name is small'],
  ['yes', 'y\r', 'nothing was started: "y" was typed, and the plan\'s name is small'],
  ['nothing', '\r', 'nothing was started: "" was typed, and the plan\'s name is small'],
  [
    'the name in capitals',
    'SMALL\r',
    'nothing was started: "SMALL" was typed, and the plan\'s name is small',
  ],
  ['Ctrl-C', '\u0003', 'nothing was started: no name was typed'],
  ['Ctrl-D', '\u0004', 'nothing was started: no name was typed'],
  ['the end of the input', null, 'nothing was started: no name was typed'],
])('%s starts nothing', async (_, text, message) => {
  await expect(
    confirmByName({ what: WHAT, plan: PLAN, confirm: undefined, ...typing(text) }),
  ).rejects.toThrow(message);
});

test.each([
  {
    what: 'no terminal',
    plan: PLAN,
    confirm: undefined,
    message: /^a REAL failover is confirmed by a person .* approvals\.unattended: true$/,
  },
  {
    what: 'no terminal, of a plan that allows automation',
    plan: UNATTENDED,
    confirm: undefined,
    message: /this plan allows automation: --confirm small$/,
  },
  {
    what: '--confirm, of a plan that does not',
    plan: PLAN,
    confirm: 'small',
    message: /^--confirm is for automation, which this plan does not allow/,
  },
  {
    what: '--confirm with another name',
    plan: UNATTENDED,
    confirm: 'orders',
    message: /^nothing was started: "orders" was typed, /,
  },
])('$what is refused', async ({ plan, confirm, message }) => {
  await expect(
    confirmByName({ what: WHAT, plan, confirm, ...typing('small\r', { isTTY: false }) }),
  ).rejects.toThrow(message);
});

test('a machine that may confirms by the name, and that is what stands in the record', async () => {
  const machine = typing(null, { isTTY: false });
  await expect(
    confirmByName({ what: WHAT, plan: UNATTENDED, confirm: 'small', ...machine }),
  ).resolves.toEqual({
    confirmed: 'small',
    how: 'unattended',
  });
});
