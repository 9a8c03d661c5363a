import { expect, test } from 'vitest';
import { FAULTS, parseFault as parsePlan } from '../../../../lib/domain/plan/fault.ts';
import { faultSeconds } from '../../../../lib/domain/plan/fault-seconds.ts';
import { FAULT_VOCABULARY, parseFault as parseSandbox } from '../../../../lib/sandbox/faults/fault-text.ts';
import { milliseconds } from '../../../../lib/sandbox/faults/fault-value.ts';

// The sandbox may not import the domain, so the vocabulary is spelled twice: here both are asked the same.

const DURATIONS = [
  ['500ms', '5s', '2m', '0.25s', '1.5m', '10m', '600s', '0.5ms', '007s', 'PT5S', 'PT2M', 'PT0.5S', 'PT1M30S'],
  [
    'P0DT5S',
    'PT0H5S',
    'PT1.5M',
    'PT10M',
    '',
    '0s',
    '0ms',
    '5',
    's',
    '-5s',
    '+5s',
    '5h',
    '5 s',
    '11m',
    '601s',
  ],
  [
    'PT11M',
    'PT1H',
    'P1D',
    'P1M',
    'P1W',
    'PT',
    'P',
    'PT-5S',
    'PT0S',
    'pt5s',
    'PT5s',
    '1e2s',
    '5S',
    '5s ',
    '.5s',
  ],
  [
    '1.s',
    '1234567ms',
    '0.1234567s',
    'PT0,5S',
    '-PT5S',
    'PT5S5M',
    'P0Y0M0DT5S',
    'P0W',
    'PT0.0000001S',
    '0.001ms',
    '0.0005ms',
    'PT0.000001S',
  ],
].flat();
const RATES = [
  ['1B/s', '256kB/s', '1KB/s', '1MB/s', '1GB/s', '0.5MB/s', '1.5kB/s', '0.5kB/s', '1.0B/s', '999999999B/s'],
  [
    '0B/s',
    '0.5B/s',
    '0.0001kB/s',
    '0MB/s',
    '1Mb/s',
    '1Mbit',
    '1MB',
    'MB/s',
    '1TB/s',
    '-1MB/s',
    '1 MB/s',
    '1mB/s',
  ],
  ['01MB/s', '.5MB/s', '1.MB/s', '1e3B/s', '', '12345678901GB/s', '99999999999999999999B/s'],
].flat();
const SHARES = [
  '1%',
  '20%',
  '100%',
  '12.5%',
  '0.5%',
  '99.9%',
  '0%',
  '0.0%',
  '100.1%',
  '101%',
  '020%',
  '%',
  '20',
].concat(['', '-1%', '1e1%', '20 %', '20%%', '.5%', '5.%', '100.0%']);
const SCOPES = ['', '@rds', '@s3', '@secretsmanager', '@fis', '@', '@rds@s3', '@RDS', ' @rds'];
const WORDS = ['', '=', '=refused', '=regions', '=clients', '=Refused', '=slow', '=5s', '=refused='];
const NAMES = ['region-loss', 'partition', 'freeze', 'full-disk', 'constructor', 'toString', '', 'Freeze'];

const TEXTS = [
  ...NAMES.flatMap((name) => WORDS.map((word) => `${name}${word}`)),
  ...DURATIONS.flatMap((text) => [`replication-delay=${text}`, `slow-api=${text}`]),
  ...RATES.map((text) => `bandwidth=${text}`),
  ...SHARES.flatMap((text) => [`throttled-api=${text}`, `api-errors=${text}`]),
  ...SCOPES.flatMap((scope) => [`slow-api=1s${scope}`, `throttled-api=20%${scope}`, `freeze${scope}`]),
  ...FAULTS.flatMap(({ forms }) => forms),
  ...FAULT_VOCABULARY.map(({ form }) => form),
];

/** The fault that a plan, and that the sandbox, takes a text for; null for one that is none. */
const inPlans = (text: string) => {
  const parsed = parsePlan(text);
  return parsed.ok ? parsed.fault.name : null;
};
const inTheSandbox = (text: string) => {
  try {
    return parseSandbox(text).kind;
  } catch {
    return null;
  }
};

test('plans and the sandbox take the same texts for the same faults, and refuse the same', () => {
  const answers = TEXTS.map((text) => ({ text, plans: inPlans(text), sandbox: inTheSandbox(text) }));
  expect(answers.filter(({ plans, sandbox }) => plans !== sandbox)).toEqual([]);
  expect(new Set(answers.map(({ plans }) => plans)).size).toBe(FAULTS.length + 1);
});

test.each([
  'bandwidth=0.5MB/s',
  'bandwidth=1KB/s',
  'bandwidth=1GB/s',
  'api-errors=12.5%',
  'throttled-api=0.5%@rds',
])('%s is a fault in both', (text) => {
  expect([inPlans(text), inTheSandbox(text)]).toEqual([text.split('=')[0], text.split('=')[0]]);
});

test('both mean the same time by a duration', () => {
  const both = DURATIONS.map((text) => ({ text, plan: faultSeconds(text), sandbox: milliseconds(text) }));
  const inPlan = both.filter(({ plan }) => plan !== null);
  expect(inPlan.length).toBeGreaterThan(10);
  for (const { text, plan, sandbox } of inPlan)
    expect([text, (sandbox ?? Number.NaN) / 1000]).toEqual([text, expect.closeTo(plan ?? 0, 6)]);
});
