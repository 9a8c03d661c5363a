import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../../../lib/domain/judge/check-integrity.ts';
import { checkSeal } from '../../../../lib/domain/judge/check-seal.ts';
import { inconclusive, met, missed } from '../../../../lib/domain/judge/finding.ts';
import { capByIntegrity, verdictsOf } from '../../../../lib/domain/judge/judge-parts.ts';
import { readLines } from '../../../../lib/domain/judge/read-lines.ts';
import { identityOf, integrityFindings } from '../../../../lib/domain/judge/run-evidence.ts';
import { readRun } from '../../../../lib/domain/judge/run-facts.ts';
import { factsOf } from '../../../fakes/facts-of.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const { texts, input } = buildRunFixture();
const RECORD = texts['record.ndjson'];
const SEAL = RECORD.trimEnd().slice(RECORD.trimEnd().lastIndexOf('\n') + 1);

function seal(changed: Readonly<Record<string, string | undefined>>) {
  const files = { directory: '.', texts: { ...texts, ...changed } };
  const facts = readRun(files);
  return { ...checkSeal(files, facts.entries, sha256), facts, files };
}

describe('the seal of a run', () => {
  it('vouches for the files that it was made of', () => {
    expect(seal({})).toMatchObject({ unsealed: false, broken: [] });
  });

  it.each([
    ['a file that was changed', { 'plan.yaml': 'other' }, ['plan.yaml is not what was sealed']],
    ['a file that is gone', { 'health.ndjson': undefined }, ['health.ndjson is in the seal and is missing']],
    ['a file that it does not know', { 'content.ndjson': '' }, ['content.ndjson is not in the seal']],
    [
      'a record that was changed',
      { 'record.ndjson': RECORD.replace('"claimedLagSeconds":0.01', '"claimedLagSeconds":0.02') },
      ['record.ndjson is not what was sealed'],
    ],
    [
      'two seals',
      { 'record.ndjson': `${RECORD}${SEAL}\n` },
      ['record.ndjson has entries after its seal', 'record.ndjson is not what was sealed'],
    ],
  ])('is broken by %s', (_, changed, broken) => {
    expect(seal(changed)).toMatchObject({ unsealed: false, broken });
  });

  it('that was never made breaks nothing, and vouches for nothing', () => {
    const record = RECORD.slice(0, RECORD.indexOf(SEAL));
    expect(seal({ 'record.ndjson': record, 'plan.yaml': 'other' })).toMatchObject({
      unsealed: true,
      broken: [],
    });
  });

  it('is joined by what cannot be read, and by a plan that is another one', () => {
    const { files, facts } = seal({ 'plan.yaml': 'other' });
    expect(checkIntegrity(files, { ...facts, problems: ['line 7'] }, sha256)).toEqual({
      broken: [
        'plan.yaml is not what was sealed',
        'line 7',
        'plan.yaml is not the plan that the objectives were recorded of',
      ],
      unsealed: false,
      weaker: [],
    });
  });
});

describe('lines of a file', () => {
  const schema = z.object({ name: z.string(), of: z.object({ many: z.int() }) });
  const good = '{"name":"a","of":{"many":1}}';
  const read = (text: string | undefined) => readLines({ name: 'x.ndjson', text, schema });

  it('are read one by one', () => {
    const line = { name: 'a', of: { many: 1 } };
    expect(read(`${good}\n${good}\n`)).toEqual({ lines: [line, line], problems: [] });
    expect(read('')).toEqual({ lines: [], problems: [] });
  });

  it('are each named that cannot be read, and why', () => {
    expect(read(`nonsense\n${good}\n{"name":"a","of":{"many":1.5}}\n${good}`)).toEqual({
      lines: [{ name: 'a', of: { many: 1 } }],
      problems: [
        'x.ndjson ends in the middle of a line',
        'x.ndjson line 1 cannot be read: not a JSON object of the expected shape',
        expect.stringMatching(/^x\.ndjson line 3 cannot be read: of\.many: ./),
      ],
    });
  });

  it('of a file that is not there are none', () => {
    expect(read(undefined)).toEqual({ lines: [], problems: ['x.ndjson is missing'] });
  });
});

describe('a verdict', () => {
  const parts = { drill: met('ran'), rto: missed('late'), rpo: inconclusive('gaps') };

  it('is the worst of its parts, and says which', () => {
    expect(verdictsOf(parts)).toEqual({
      verdicts: { overall: 'missed', drill: 'met', rto: 'missed', rpo: 'inconclusive' },
      reasons: { overall: 'the worst of its parts: rto', drill: 'ran', rto: 'late', rpo: 'gaps' },
    });
    expect(verdictsOf({ drill: met('ran') })).toEqual({
      verdicts: { overall: 'met', drill: 'met' },
      reasons: { overall: 'every part is met', drill: 'ran' },
    });
  });

  it('rests on nothing where files are broken, good or bad', () => {
    const nothing = inconclusive('a; b; c; and 1 more');
    expect(capByIntegrity(parts, { broken: ['a', 'b', 'c', 'd'], unsealed: false, weaker: [] })).toEqual({
      drill: nothing,
      rto: nothing,
      rpo: nothing,
    });
  });

  it('is no good one where nobody vouches for the files; a bad one stands', () => {
    expect(capByIntegrity(parts, { broken: [], unsealed: true, weaker: [] })).toEqual({
      drill: inconclusive('the record was never sealed'),
      rto: missed('late'),
      rpo: inconclusive('gaps; the record was never sealed'),
    });
    expect(capByIntegrity(parts, { broken: [], unsealed: false, weaker: [] })).toEqual(parts);
  });
});

describe('a run that is judged', () => {
  const whole = { broken: [], unsealed: false, weaker: [] };

  it('is what its objectives say, or what its lock and its plan say, of the weakest scope', () => {
    const { files, facts } = seal({});
    const evidence = { files, facts, integrity: whole };
    expect(identityOf(input, evidence)).toEqual({
      run: 'failover-20261102-080000',
      kind: 'failover',
      target: 'sandbox',
      scope: 'rehearsal',
      plan: 'payments',
    });
    const live = { ...input, scope: 'live' as const, target: 'aws' as const };
    expect(identityOf(live, evidence)).toMatchObject({ target: 'aws', scope: 'live' });
    expect(identityOf(null, evidence)).toEqual(identityOf(input, evidence));
    const empty = { directory: 'runs/run-9', texts: { 'record.ndjson': '', 'plan.yaml': 'x: 1\n' } };
    expect(identityOf(null, { files: empty, facts: readRun(empty), integrity: whole })).toEqual({
      run: 'runs/run-9',
      kind: 'failover',
      target: 'sandbox',
      scope: 'rehearsal',
      plan: 'unknown',
    });
  });

  it('is what closed its record says, where it came to no objectives', () => {
    const identity = {
      run: 'restore-20261102-080000',
      kind: 'restore',
      target: 'aws',
      scope: 'isolated',
      plan: 'payments',
    } as const;
    const closing = { failure: { state: 'AcquireLock', error: 'LockHeld', cause: '' }, identity };
    const facts = factsOf({ SealRecord: closing });
    expect(facts.kind).toBe('restore');
    const files = { directory: '.', texts: {} };
    expect(identityOf(null, { files, facts, integrity: whole })).toEqual(identity);
  });

  it('takes no name from its lock that a run could not have', () => {
    const { files } = seal({});
    const record = (files.texts['record.ndjson'] ?? '').replaceAll(
      ':failover-20261102-080000"',
      ':x\\n```bash\\ntouch /tmp/p\\n```"',
    );
    const forged = { directory: 'runs/run-9', texts: { ...files.texts, 'record.ndjson': record } };
    const facts = readRun(forged);
    expect(facts.outcome('AcquireLock')?.owner).toContain('touch');
    expect(identityOf(null, { files: forged, facts, integrity: whole }).run).toBe('runs/run-9');
  });

  it.each([
    ["name: 'orders'\n", 'orders'],
    ['schemaVersion: 1\nname:   "orders"  # the shop\n', 'orders'],
    ['  name: inner\n', 'unknown'],
  ])('takes the name of its plan out of %j', (plan, name) => {
    const files = { directory: '.', texts: { 'record.ndjson': '', 'plan.yaml': plan } };
    expect(identityOf(null, { files, facts: readRun(files), integrity: whole }).plan).toBe(name);
  });

  it('says first what is wrong with its files', () => {
    const { files, facts } = seal({});
    const integrity = { broken: ['plan.yaml is missing'], unsealed: true, weaker: [] };
    expect(integrityFindings({ files, facts, integrity })).toEqual([
      'The files are not those of the run: plan.yaml is missing.',
      'The record was never sealed: nobody vouches for the files.',
    ]);
    expect(integrityFindings({ files, facts, integrity: whole })).toEqual([]);
  });
});
