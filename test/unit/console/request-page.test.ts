import { describe, expect, it } from 'vitest';
import { requestOutcome } from '../../../lib/domain/approval/request-outcome.ts';
import type { PeopleRequest, TakenAnswer } from '../../../lib/domain/approval/people-request.ts';
import { type Fact, known as factKnown, unknown } from '../../../lib/domain/brief/fact.ts';
import type { LossSeen } from '../../../lib/domain/brief/loss-seen.ts';
import { requestPage } from '../../../lib/console/request-page.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { peopleRequest } from '../../fakes/people-request.ts';

function answerOf(request: PeopleRequest, overrides: Partial<TakenAnswer> = {}): TakenAnswer {
  const { id, plan, generation, targets } = request;
  return {
    schemaVersion: 1,
    request: id,
    by: 'Anna',
    answer: 'approve',
    reason: '',
    at: '2026-03-01T12:01:00.000000Z',
    takenAt: NOON + 60e6,
    via: 'page',
    plan,
    generation,
    targets,
    ...overrides,
  };
}

function page(
  request: PeopleRequest,
  answers: readonly TakenAnswer[] = [],
  { minutes = 2, askedBefore = 0 } = {},
): string {
  const known = { request, answers, unread: [], outcome: requestOutcome(request, answers) };
  return requestPage({
    known,
    askedBefore,
    seen: null,
    now: NOON + minutes * 60e6,
    timeZone: 'Europe/Berlin',
    token: 'the-token',
  });
}

/** What a person reads of a page, in its order. */
function textOf(html: string): string {
  return html
    .slice(html.indexOf('<body>'))
    .replaceAll(/<(?:option|button|dt|dd|p|h1|h2|li|br|label)[^>]*>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll(/\n+/g, '\n')
    .trim();
}

describe('the page of a question', () => {
  it('names answers that cannot be read, where there are any', () => {
    const request = peopleRequest();
    const known = { request, answers: [], unread: ['approvals/run-1/a/.json'], outcome: null };
    const html = requestPage({
      known,
      askedBefore: 0,
      seen: null,
      now: NOON,
      timeZone: 'Europe/Berlin',
      token: 'the-token',
    });
    expect(textOf(html)).toContain('Cannot be read, and left out\napprovals/run-1/a/.json');
    expect(textOf(page(request))).not.toContain('Cannot be read');
  });

  it('says how often that was asked before, whatever else the run has asked', () => {
    const asked = textOf(page(peopleRequest({ round: 3 }), [], { askedBefore: 1 }));
    expect(asked).toContain('2026-03-01 13:00:00 Europe/Berlin, for the 2. time');
    expect(textOf(page(peopleRequest({ round: 3 })))).not.toContain('. time');
  });

  it('asks for a pseudonym where the run has no names', () => {
    const pseudonyms = true;
    expect(textOf(page(peopleRequest({ pseudonyms })))).toContain('Choose your pseudonym');
    expect(textOf(page(peopleRequest({ pseudonyms, kind: 'decision' })))).toContain('Your pseudonym');
    expect(textOf(page(peopleRequest()))).not.toContain('pseudonym');
  });

  it('says what is asked, why, until when, of whom, and offers the answers', () => {
    expect(textOf(page(peopleRequest()))).toBe(`← run-1
REAL
May the failover of orders begin?
One person has to approve. Until then nothing is changed.
Whoever started the run cannot approve it. One who denies ends it.
Until 2026-03-01 13:15:00 Europe/Berlin, 13 min from the opening of this page.${' '}
What was seen
region-lost, since 2026-03-01 12:59:40 Europe/Berlin
What is asked
Will be changed
promote orders-west in eu-west-1 in place of orders-north in eu-north-1
Plan
orders
SHA-256 ${peopleRequest().plan.sha256.slice(0, 16)}
Generation
7
Started by
Carl
Who may answer
1 of them
Anna, +49 30 1
Ben
Asked
2026-03-01 13:00:00 Europe/Berlin
Answers so far
none
Your answer
Nothing
You are
Choose your name
Anna
Ben
Reason
It stands in the record.
Approve
Deny
Abort the run`);
  });

  it('shows what is seen now beside what was seen, for as long as nobody has decided', () => {
    const request = peopleRequest();
    const shown = (answers: readonly TakenAnswer[], seen: Fact<LossSeen>) => {
      const known = { request, answers, unread: [], outcome: requestOutcome(request, answers) };
      return textOf(
        requestPage({
          known,
          askedBefore: 0,
          seen,
          now: NOON + 60e6,
          timeZone: 'Europe/Berlin',
          token: 'the-token',
        }),
      );
    };
    const over = factKnown<LossSeen>({ finding: 'nothing-seen', evidence: [], by: 'watch' });
    expect(shown([], over)).toContain(
      '\nWhat was seen\nregion-lost, since 2026-03-01 12:59:40 Europe/Berlin\nWhat is seen now\nNothing is seen to be lost; so says the watch alone (2026-03-01 13:01:00 Europe/Berlin)\n',
    );
    expect(shown([], unknown('<the watch>'))).toContain('\nunknown: &lt;the watch&gt; (2026-');
    expect(shown([answerOf(request)], over)).not.toContain('What is seen now');
  });

  it('shows what whoever started it has read of the loss', () => {
    const at = '2026-03-01T11:59:50.000000Z';
    const lines = ['UNKNOWN: what was seen allows no conclusion', 'seen by <b>: not known: its probe'];
    expect(textOf(page(peopleRequest({ shown: { at, lines } })))).toContain(
      '\nWhat Carl was shown at 2026-03-01 12:59:50 Europe/Berlin\nUNKNOWN: what was seen allows no conclusion\nseen by &lt;b&gt;: not known: its probe\n',
    );
    expect(page(peopleRequest())).not.toContain('was shown');
  });

  it('sends with the answer what was shown, and presses no answer when Enter is hit', () => {
    const html = page(peopleRequest());
    const { plan } = peopleRequest();
    for (const [name, value] of [
      ['token', 'the-token'],
      ['planName', plan.name],
      ['planSha256', plan.sha256],
      ['generation', '7'],
    ])
      expect(html).toContain(`<input type="hidden" name="${name}" value="${value}">`);
    expect(/<button[^>]*>/.exec(html)?.[0]).toBe('<button type="submit" disabled="" hidden="">');
  });

  it('lets nobody be chosen who has started the run, or has answered', () => {
    const request = peopleRequest({ needed: 2, initiator: 'BEN' });
    const html = page(request, [answerOf(request)]);
    expect(html).toContain('<option value="Anna" disabled="">Anna (has answered)</option>');
    expect(html).toContain('<option value="Ben" disabled="">Ben (has started the run)</option>');
    expect(textOf(html)).toContain('\nAnswers so far\nAnna: Approve\n');
  });

  it('counts nobody among those who may answer who has started the run, and says so', () => {
    const started = textOf(page(peopleRequest({ initiator: 'BEN' })));
    expect(started).toContain(
      '\nWho may answer\n1 of them\nAnna, +49 30 1\nBen has started the run, and cannot approve it.\n',
    );
    expect(textOf(page(peopleRequest()))).not.toContain('Carl has started the run');
  });

  it('asks for a decision in the words of what failed, without the stack of a function', () => {
    const request = peopleRequest({
      kind: 'decision',
      about: 'SwitchTraffic',
      choices: ['retry', 'take-over', 'skip'],
      saw: 'Conflict: {"errorType":"Conflict","errorMessage":"traffic/orders.json: saw another","trace":["at x"]}',
    });
    const text = textOf(page(request));
    expect(text).toContain('SwitchTraffic has failed: what now?');
    expect(text).toContain('\nConflict: traffic/orders.json: saw another\n');
    expect(text).toContain('It was promoted already: there is no way back, only forward.');
    expect(text).toContain(
      'in the place of its lock type RUN=run-1 GENERATION=7. To take the lock would end this run.',
    );
    expect(text).toContain('"Done by hand: prove it" and "Leave it out" cannot do without.');
    expect(text).toMatch(/Try it again\nDone by hand: prove it\nLeave it out$/);
  });

  it('has no form any more when it is decided, or has expired', () => {
    const request = peopleRequest();
    const decided = page(request, [answerOf(request, { answer: 'deny' })]);
    expect(decided).not.toContain('<form');
    expect(textOf(decided)).toMatch(/It is decided: denied, by Anna\.$/);
    const late = page(peopleRequest({ choices: ['approve', 'deny'] }), [], { minutes: 15 });
    expect(late).not.toContain('<form');
    expect(textOf(late)).toMatch(/It has expired: no answer counts any more\.$/);
  });

  it('lets anybody abort where it has expired, and do nothing else', () => {
    const late = page(peopleRequest(), [], { minutes: 15 });
    expect(late).toContain('<input id="by" name="by"');
    expect(textOf(late)).toContain('It has expired: only an abort still counts.');
    expect(late.match(/name="answer" value="\w+"/g)).toEqual(['name="answer" value="abort"']);
  });

  it.each([
    ['SwitchTraffic', 'Abort: nothing was promoted, so everything goes back to how it was.'],
    [
      'PromoteReplica',
      'Abort: the run looks what became of the promotion; it goes back if nothing was promoted, and forward to its end if something was.',
    ],
  ])('says what an abort leads to after %s has failed', (about, words) => {
    const request = peopleRequest({ kind: 'decision', about, choices: ['retry', 'abort'] });
    expect(textOf(page(request))).toContain(`\n${words}\n`);
  });

  it('shows whatever stands in a request as text', () => {
    const html = page(peopleRequest({ saw: '<img src=x onerror=alert(1)>', targets: ['<b>'] }));
    expect(html).not.toMatch(/<img|<b>|<script/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});
