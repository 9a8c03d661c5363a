import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { confirmResume } from '../../../lib/cli/confirm-resume.ts';
import type { Advice } from '../../../lib/domain/brief/advice.ts';
import type { FailoverBrief } from '../../../lib/domain/brief/failover-brief.ts';
import { makeFailoverBrief } from '../../../lib/domain/brief/make-failover-brief.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import type { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import { APPROVED_PLAN, lostRegion, requestFor } from '../../fakes/briefs.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { runInput } from '../../fakes/run-input.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';

const PLAN = planOf(SMALL_PLAN);
const UNATTENDED = planOf(`${SMALL_PLAN}approvals: { unattended: true }\n`);
const REAL = runInput({
  scope: 'real',
  real: realEvent(),
  approvals: {
    people: [{ name: 'Ben', contact: '' }],
    needed: 1,
    timeoutSeconds: 900,
    validSeconds: 14_400,
    divergence: { needed: 2, timeoutSeconds: 900 },
  },
});
const APPROVED = entry('RequestApproval', {
  request: 'RequestApproval-0',
  kind: 'approval',
  about: 'DeclareFailover',
  answer: 'approved',
  askedAt: '2026-03-01T11:50:00.000000Z',
  answeredAt: '2026-03-01T12:00:00.000000Z',
  planSha256: 'a'.repeat(64),
  generation: 7,
  by: [{ name: 'Ben', at: '2026-03-01T12:00:00.000000Z', reason: '', via: 'command' }],
});
const LOST = makeFailoverBrief(requestFor(APPROVED_PLAN), lostRegion());
const SERVED: FailoverBrief = {
  ...LOST,
  advice: { recommendation: 'do not fail over', reason: 'users are served: only the link is cut' },
};
const PROMOTED = entry('PromoteReplica', { databases: [] });

function entry(state: string, data: Record<string, unknown>, kind: StepEntry['kind'] = 'outcome'): StepEntry {
  return { schemaVersion: 1, kind, state, attempt: 0, at: '2026-03-01T12:00:00.000000Z', data };
}

interface Setting {
  readonly input?: FailoverInput;
  readonly entries?: readonly StepEntry[];
  readonly plan?: typeof PLAN;
  readonly confirm?: string;
  readonly now?: string;
  /** Null: no terminal. */
  readonly typed?: string | null;
  readonly reason?: string;
  /** What is seen at each look, the last of them from then on. */
  readonly seen?: readonly FailoverBrief[];
}

async function resuming(setting: Setting) {
  const {
    input = REAL,
    entries = [APPROVED],
    plan = PLAN,
    typed = 'small\r',
    confirm,
    reason = '',
  } = setting;
  const seen = setting.seen ?? [LOST];
  const person = Object.assign(new PassThrough(), { isTTY: typed !== null });
  const err = new PassThrough({ encoding: 'utf8' });
  let looks = 0;
  let shown = '';
  err.on('data', (text: string) => {
    shown += text;
    if (typed !== null && text.includes('anything else to leave')) person.write(typed);
  });
  let advice: Advice | null = null;
  const refused = await confirmResume({
    input,
    reason,
    entries,
    plan,
    confirm,
    person,
    terminal: { err, colour: false },
    now: () => parseInstant(setting.now ?? '2026-03-01T12:12:00.000000Z'),
    look: () => {
      looks += 1;
      return Promise.resolve(seen[looks - 1] ?? seen.at(-1) ?? LOST);
    },
  }).then(
    (advised) => {
      advice = advised;
      return null;
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { refused, looks, advice, shown: shown.replaceAll(/\n {11}/g, ' ') };
}

test('a real failover goes on once somebody has seen what is lost now, and has typed the name of the plan', async () => {
  const { refused, looks, shown, advice } = await resuming({});
  expect({ refused, looks, advice }).toEqual({ refused: null, looks: 1, advice: LOST.advice });
  expect(shown).toContain('LOST       REGION LOST');
  expect(shown).toContain('RESTS ON   the approval, which is 12 min old and counts for 4 h\n');
  expect(shown).toContain(
    "Type the plan's name to start a REAL failover again, at the step where it stopped",
  );
});

test('an approval that has expired is said to count no more, and one that is not there to be asked for', async () => {
  const late = await resuming({ now: '2026-03-01T16:00:00.000000Z' });
  expect(late.shown).toContain(
    'the approval, which is 4 h old and counts for 4 h: it counts no more, and nothing is promoted before it is looked and asked anew\n',
  );
  const before = await resuming({ entries: [] });
  expect(before.shown).toContain(
    'RESTS ON   nothing yet: it looks, and asks those whom the plan names, before it changes anything\n',
  );
});

test('what does not ask for a failover any more takes a reason, which is on record with it', async () => {
  const { refused, shown } = await resuming({ seen: [SERVED] });
  expect(refused).toBe(
    'run run-1 does not go on: what is seen now says DO NOT FAIL OVER (users are served: only the link is cut); `npx muster abort run-1` brings everything back, and to go on all the same takes --reason WHY',
  );
  expect(shown).not.toContain("Type the plan's name");
  expect(await resuming({ seen: [SERVED], reason: 'the link stays cut' })).toMatchObject({
    refused: null,
    advice: SERVED.advice,
  });
});

test('another name, and a terminal without a person, start nothing', async () => {
  expect((await resuming({ typed: 'smal\r' })).refused).toBe(
    'nothing was started: "smal" was typed, and the plan\'s name is small',
  );
  expect(await resuming({ typed: null })).toMatchObject({
    looks: 0,
    refused: expect.stringContaining('is confirmed by a person who types the plan'),
  });
});

test('a machine may go on where the plan lets it, and never behind the glass', async () => {
  const machine = { plan: UNATTENDED, confirm: 'small', typed: null };
  expect((await resuming(machine)).refused).toBeNull();
  expect((await resuming({ ...machine, plan: PLAN })).refused).toContain('approvals.unattended is not true');
  const input = { ...REAL, real: realEvent({ breakGlass: 'nobody answers' }) };
  expect((await resuming({ ...machine, input })).refused).toBe(
    'run run-1 asks nobody (break-glass): a person goes on with it, at a terminal',
  );
});

test('after the promotion, and on its way to the end, it goes on and says so', async () => {
  expect(await resuming({ entries: [APPROVED, PROMOTED], typed: null })).toEqual({
    refused: null,
    looks: 0,
    advice: null,
    shown: 'run run-1 has promoted already: it goes forward to its end, and nothing is asked\n',
  });
  const back = await resuming({ entries: [entry('ReturnRegion', {}, 'intent')], typed: null });
  expect(back.shown).toBe(
    'run run-1 was on its way to its end: it goes on with that, and nothing is asked\n',
  );
});

test('a promotion that was announced and is not known to have happened is confirmed as one that was not', async () => {
  const announced = entry('PromoteReplica', {}, 'intent');
  expect((await resuming({ entries: [APPROVED, announced] })).looks).toBe(1);
});

test('a drill goes on as it is', async () => {
  expect(await resuming({ input: runInput(), typed: null })).toEqual({
    refused: null,
    looks: 0,
    advice: null,
    shown: '',
  });
});
