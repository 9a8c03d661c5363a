import { describe, expect, it } from 'vitest';
import type { PersonsAnswer } from '../../../lib/domain/approval/people-request.ts';
import { askPeople } from '../../../lib/consent/ask-people.ts';
import { giveAnswer } from '../../../lib/consent/give-answer.ts';
import { openOf, requestOf, requestsOf } from '../../../lib/consent/pending-requests.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { peopleRequest } from '../../fakes/people-request.ts';
import { makeStepWorld, type StepWorld } from '../../fakes/step-world.ts';

const REQUEST = peopleRequest();
const TWO = peopleRequest({ needed: 2 });
const FOLDER = 'approvals/run-1/RequestApproval-0/';

function answer(overrides: Partial<PersonsAnswer> = {}): PersonsAnswer {
  return {
    schemaVersion: 1,
    request: 'RequestApproval-0',
    by: 'Anna',
    answer: 'approve',
    reason: '',
    at: '2026-03-01T12:01:00.000000Z',
    via: 'command',
    plan: REQUEST.plan,
    generation: 7,
    targets: REQUEST.targets,
    ...overrides,
  };
}

async function asking(request = REQUEST): Promise<StepWorld> {
  const world = makeStepWorld();
  await askPeople(world, request);
  return world;
}

/** The world stands at noon, and whoever answers has a clock that is a minute fast. */
const TAKEN = { ...answer(), takenAt: NOON };

const APPROVED = {
  request: 'RequestApproval-0',
  kind: 'approval',
  about: 'DeclareFailover',
  answer: 'approved',
  askedAt: '2026-03-01T12:00:00.000000Z',
  answeredAt: '2026-03-01T12:00:00.000000Z',
  planSha256: REQUEST.plan.sha256,
  targets: REQUEST.targets,
  generation: 7,
  by: [{ name: 'Anna', at: '2026-03-01T12:01:00.000000Z', reason: '', via: 'command' }],
};

describe('a person’s answer', () => {
  it('stands in the record before the state that waits is told', async () => {
    const world = await asking();
    world.journal.length = 0;
    await expect(giveAnswer(world, 'run-1', answer())).resolves.toEqual({
      result: 'decided',
      outcome: APPROVED,
    });
    expect(world.journal.filter((line) => /put|append|complete/.test(line))).toEqual([
      `objects.put ${FOLDER}anna.json`,
      'record.append RequestApproval/0/outcome',
      'workflows.completeTask token',
    ]);
    expect(world.record.written).toEqual([
      {
        schemaVersion: 1,
        kind: 'outcome',
        state: 'RequestApproval',
        attempt: 0,
        at: '2026-03-01T12:00:00.000000Z',
        data: APPROVED,
      },
    ]);
    expect(world.workflows.answers).toEqual([{ token: 'token', output: { outcome: APPROVED, pending: [] } }]);
  });

  it('waits for the others where more than one has to agree', async () => {
    const world = await asking(TWO);
    await expect(giveAnswer(world, 'run-1', answer())).resolves.toEqual({ result: 'waiting', missing: 1 });
    expect(world.workflows.answers).toEqual([]);
    expect(world.record.written).toEqual([]);
    const second = answer({ by: 'Ben', at: '2026-03-01T12:02:00.000000Z' });
    await expect(giveAnswer(world, 'run-1', second)).resolves.toMatchObject({
      result: 'decided',
      outcome: { answer: 'approved', by: [{ name: 'Anna' }, { name: 'Ben' }] },
    });
  });

  it('is refused where the run asks nothing of the kind', async () => {
    const world = await asking();
    await expect(giveAnswer(world, 'run-2', answer())).resolves.toEqual({
      result: 'refused',
      why: 'run run-2 asks nothing by the name RequestApproval-0',
    });
  });

  it('is refused, and not stored, where it does not count', async () => {
    const world = await asking();
    const before = world.objects.stored();
    await expect(giveAnswer(world, 'run-1', answer({ generation: 6 }))).resolves.toEqual({
      result: 'refused',
      why: 'it was given for generation 6; the run has 7',
    });
    expect(world.objects.stored()).toEqual(before);
  });

  it('is refused once the matter is decided, and says by whom', async () => {
    const world = await asking(TWO);
    await giveAnswer(world, 'run-1', answer());
    await giveAnswer(world, 'run-1', answer({ by: 'Ben' }));
    await expect(giveAnswer(world, 'run-1', answer({ by: 'Anna' }))).resolves.toEqual({
      result: 'refused',
      why: 'it is decided already: approved, Anna and Ben',
    });
  });

  it('is given once: the second of two at once is refused by the object of the first', async () => {
    const world = await asking(TWO);
    const both = await Promise.all([
      giveAnswer(world, 'run-1', answer()),
      giveAnswer(world, 'run-1', answer({ by: ' ANNA', answer: 'deny' })),
    ]);
    expect(both).toEqual([
      { result: 'waiting', missing: 1 },
      { result: 'refused', why: ' ANNA has answered already: an answer is given once, and stands' },
    ]);
    expect(Object.keys(world.objects.stored()).filter((key) => key.startsWith(FOLDER))).toEqual([
      `${FOLDER}anna.json`,
    ]);
  });

  it.each([
    ['', 'it is no answer: ✖ Too small: expected string to have >=1 characters\n  → at by'],
    [' \t', 'it has no name: say who answers'],
  ])('has a name that says something, and is not stored under %j', async (by, why) => {
    const world = await asking();
    const before = world.objects.stored();
    const given = giveAnswer(world, 'run-1', answer({ by, answer: 'abort' }));
    await expect(given).resolves.toEqual({ result: 'refused', why });
    expect(world.objects.stored()).toEqual(before);
  });

  it.each([JSON.stringify({ ...answer(), by: '' }), 'half of a'])(
    'is not kept from counting by one that was stored and cannot be read: %s',
    async (stored) => {
      const world = await asking(TWO);
      await world.objects.put(`${FOLDER}.json`, stored);
      await giveAnswer(world, 'run-1', answer());
      expect(await requestsOf(world.objects, 'run-1')).toEqual([
        { request: TWO, answers: [TAKEN], unread: [`${FOLDER}.json`], outcome: null },
      ]);
      await expect(giveAnswer(world, 'run-1', answer({ by: 'Ben' }))).resolves.toMatchObject({
        result: 'decided',
        outcome: { answer: 'approved', by: [{ name: 'Anna' }, { name: 'Ben' }] },
      });
    },
  );

  it('says so when it cannot be stored', async () => {
    const world = await asking();
    const objects = { ...world.objects, put: () => Promise.reject(new Error('no answer')) };
    await expect(giveAnswer({ ...world, objects }, 'run-1', answer())).rejects.toThrow('no answer');
  });

  it('may be an abort beside an approval of the same person', async () => {
    const world = await asking(TWO);
    await giveAnswer(world, 'run-1', answer());
    const abort = answer({ answer: 'abort', at: '2026-03-01T12:02:00.000000Z' });
    await expect(giveAnswer(world, 'run-1', abort)).resolves.toMatchObject({
      result: 'decided',
      outcome: { answer: 'abort', by: [{ name: 'Anna' }] },
    });
    expect(world.objects.stored()).toHaveProperty([`${FOLDER}abort-anna.json`]);
  });

  it('is one object, whatever is in the name', async () => {
    const world = await asking(peopleRequest({ people: [{ name: 'A/B ../C', contact: '' }] }));
    await giveAnswer(world, 'run-1', answer({ by: 'A/B ../C' }));
    expect(world.objects.stored()).toHaveProperty([`${FOLDER}a%2Fb%20..%2Fc.json`]);
  });

  const AFTER = peopleRequest({ expiresAt: '2026-03-01T11:59:59.000000Z' });
  const EXPIRED =
    'RequestApproval-0 has expired at 2026-03-01T11:59:59.000000Z: what was asked then is not asked any more';

  it('is late when the bucket takes it after the expiry, however slow the clock of whoever answers', async () => {
    const world = await asking(AFTER);
    const slow = answer({ at: '2026-03-01T11:50:00.000000Z' });
    await expect(giveAnswer(world, 'run-1', slow)).resolves.toEqual({ result: 'late', why: EXPIRED });
    expect(world.workflows.answers).toEqual([]);
    expect(world.record.written).toEqual([]);
    await askPeople(world, peopleRequest({ taskToken: 'token-2', attempt: 1 }));
    expect(world.workflows.answers).toEqual([]);
  });

  it('is in time when the bucket takes it before the expiry, however fast that clock is', async () => {
    const world = await asking();
    const fast = answer({ at: '2026-03-01T12:59:00.000000Z' });
    await expect(giveAnswer(world, 'run-1', fast)).resolves.toMatchObject({ result: 'decided' });
  });

  it('counts for nothing where the bucket does not say when it took it', async () => {
    const world = await asking(TWO);
    const get = async (key: string) => {
      const found = await world.objects.get(key);
      return found && { ...found, storedAt: null };
    };
    await giveAnswer(world, 'run-1', answer());
    await expect(requestsOf({ ...world.objects, get }, 'run-1')).resolves.toMatchObject([
      { answers: [], unread: [`${FOLDER}anna.json`] },
    ]);
  });

  it('is late when nobody waits for it any more', async () => {
    const world = await asking();
    const workflows = { ...world.workflows, completeTask: async () => false };
    await expect(giveAnswer({ ...world, workflows }, 'run-1', answer())).resolves.toEqual({
      result: 'late',
      why: 'the run does not wait for RequestApproval-0 any more: look at it with `npx muster runs`',
    });
  });

  it('tells the state what the record has, where two have decided at once', async () => {
    const world = await asking();
    const data = { ...APPROVED, answer: 'denied' };
    const entry = { schemaVersion: 1, state: 'RequestApproval', at: APPROVED.askedAt, data } as const;
    await world.record.append('run-1', { ...entry, kind: 'intent', attempt: 0, data: {} });
    await world.record.append('run-1', {
      ...entry,
      kind: 'outcome',
      attempt: 1,
      data: { of: 'a later one' },
    });
    await world.record.append('run-1', {
      ...entry,
      state: 'PreFlight',
      kind: 'outcome',
      attempt: 0,
      data: {},
    });
    await world.record.append('run-1', { ...entry, kind: 'outcome', attempt: 0 });
    await giveAnswer(world, 'run-1', answer());
    expect(world.workflows.answers).toEqual([{ token: 'token', output: { outcome: data, pending: [] } }]);
  });
});

describe('a question', () => {
  it('that is put again keeps what it asked, and takes the token that is awaited now', async () => {
    const world = await asking();
    await askPeople(world, peopleRequest({ saw: 'something else', taskToken: 'token-2', attempt: 1 }));
    expect((await requestOf(world.objects, 'run-1', 'RequestApproval-0'))?.request).toEqual({
      ...REQUEST,
      taskToken: 'token-2',
      attempt: 1,
    });
    expect(world.workflows.answers).toEqual([]);
  });

  it('that a redrive puts again is open for as long as a new one', async () => {
    const world = await asking();
    const again = { askedAt: '2026-03-01T12:10:00.000000Z', expiresAt: '2026-03-01T12:25:00.000000Z' };
    await askPeople(world, peopleRequest({ ...again, taskToken: 'token-2', attempt: 100_000 }));
    expect((await requestOf(world.objects, 'run-1', 'RequestApproval-0'))?.request).toEqual({
      ...REQUEST,
      taskToken: 'token-2',
      attempt: 100_000,
      expiresAt: again.expiresAt,
    });
  });

  const NEXT_DAY = {
    askedAt: '2026-03-02T12:00:00.000000Z',
    expiresAt: '2026-03-02T12:15:00.000000Z',
    taskToken: 'token-2',
    attempt: 100_000,
  };

  it('that has expired is asked anew, and an approval ends with it', async () => {
    const world = await asking();
    const late = { ...world, workflows: { ...world.workflows, completeTask: async () => false } };
    await giveAnswer(late, 'run-1', answer());
    await askPeople(world, peopleRequest(NEXT_DAY));
    const asked = { ...REQUEST, ...NEXT_DAY, id: 'RequestApproval-0-2' };
    const known = await requestsOf(world.objects, 'run-1');
    expect(known.at(-1)).toEqual({ request: asked, answers: [], unread: [], outcome: null });
    expect(openOf(known)?.request).toEqual(asked);
    expect(world.workflows.answers).toEqual([]);
    const again = answer({ request: asked.id, at: '2026-03-02T12:01:00.000000Z' });
    await expect(giveAnswer(world, 'run-1', again)).resolves.toMatchObject({ result: 'decided' });
    expect(world.workflows.answers).toMatchObject([{ token: 'token-2' }]);
    expect(openOf(await requestsOf(world.objects, 'run-1'))).toBeNull();
  });

  it.each(['abort', 'deny'] as const)(
    'that was answered by %s stays so when it has expired',
    async (word) => {
      const world = await asking();
      const late = { ...world, workflows: { ...world.workflows, completeTask: async () => false } };
      await giveAnswer(late, 'run-1', answer({ answer: word }));
      await askPeople(world, peopleRequest(NEXT_DAY));
      expect(world.workflows.answers).toMatchObject([{ token: 'token-2' }]);
    },
  );

  it('that is put again while somebody answers is told under one of the two tokens', async () => {
    const answered = await asking();
    const putThenAnswered = {
      ...answered.objects,
      put: async (...put: Parameters<typeof answered.objects.put>) => {
        const etag = await answered.objects.put(...put);
        if (put[0].endsWith('RequestApproval-0.json'))
          await answered.objects.put(`${FOLDER}anna.json`, JSON.stringify(answer()));
        return etag;
      },
    };
    await askPeople({ ...answered, objects: putThenAnswered }, peopleRequest({ taskToken: 'token-2' }));
    expect(answered.workflows.answers).toMatchObject([{ token: 'token-2' }]);

    const asked = await asking();
    const answeredThenPut = {
      ...asked.objects,
      put: async (...put: Parameters<typeof asked.objects.put>) => {
        const again = JSON.stringify(peopleRequest({ taskToken: 'token-2', attempt: 1 }));
        if (put[0].endsWith('anna.json'))
          await asked.objects.put('approvals/run-1/RequestApproval-0.json', again);
        return asked.objects.put(...put);
      },
    };
    await giveAnswer({ ...asked, objects: answeredThenPut }, 'run-1', answer());
    expect(asked.workflows.answers).toMatchObject([{ token: 'token-2' }]);
    expect(asked.record.written).toMatchObject([{ attempt: 1 }]);
  });

  it('that is put again is answered by what people have said before', async () => {
    const world = await asking();
    const workflows = { ...world.workflows, completeTask: () => Promise.reject(new Error('throttled')) };
    await expect(giveAnswer({ ...world, workflows }, 'run-1', answer())).rejects.toThrow('throttled');
    await askPeople(world, peopleRequest({ taskToken: 'token-2', attempt: 1 }));
    expect(world.workflows.answers).toEqual([
      { token: 'token-2', output: { outcome: APPROVED, pending: [] } },
    ]);
    expect(world.record.written.map(({ attempt }) => attempt)).toEqual([0, 1]);
  });

  it('stands among the others of its run, the oldest first, each with its answers', async () => {
    const world = await asking(TWO);
    const earlier = peopleRequest({ id: 'RequestDecision-0', askedAt: '2026-03-01T11:00:00.000000Z' });
    await askPeople(world, earlier);
    await giveAnswer(world, 'run-1', answer());
    expect(await requestsOf(world.objects, 'run-1')).toEqual([
      { request: earlier, answers: [], unread: [], outcome: null },
      { request: TWO, answers: [TAKEN], unread: [], outcome: null },
    ]);
    expect(await requestsOf(world.objects, 'run-2')).toEqual([]);
  });

  it('that nobody asks is none', async () => {
    const world = await asking();
    await expect(requestOf(world.objects, 'run-1', 'RequestDecision-0')).resolves.toBeNull();
  });
});
