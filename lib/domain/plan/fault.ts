import { didYouMean, nearMiss } from './near-miss.ts';
import { faultSeconds } from './fault-seconds.ts';

/** A disruption takes the primary away, exactly one a drill; conditions are in force before it, and stay. */
export type FaultKind = 'disruption' | 'condition';

export interface Fault {
  readonly text: string;
  readonly name: FaultName;
  /** What follows the first `=`; null when there is none. */
  readonly value: string | null;
  readonly kind: FaultKind;
  /** Site whose region's injector runs the experiment. */
  readonly site: 'primary' | 'recovery';
}

export type ParsedFault =
  | { readonly ok: true; readonly fault: Fault }
  | { readonly ok: false; readonly expected: string; readonly remedy?: string };

interface Entry {
  readonly kind: FaultKind;
  readonly site: Fault['site'];
  /** Forms of the whole text, the first of which is the plainest. */
  readonly forms: readonly string[];
  readonly means: string;
  /** What its value may be, beyond the forms. */
  readonly limits: string;
  readonly accepts: (value: string | null) => boolean;
}

/** Services whose regional API a fault can hit: never those that run the drill and its faults. */
const SERVICES = ['rds', 's3', 'secretsmanager'] as const;

const oneOf =
  (...values: readonly (string | null)[]) =>
  (value: string | null) =>
    values.includes(value);
const DELAY = 'above 0 and at most 10 minutes, in ms, s or m';
const delay = (value: string | null) => value !== null && faultSeconds(value) !== null;

const RATE = /^(\d{1,9}(?:\.\d{1,6})?)(B|kB|KB|MB|GB)\/s$/;
const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9 };

/** At least a byte a second; decimal units, as networks are counted. */
function rate(value: string | null): boolean {
  const [, amount, unit] = RATE.exec(value ?? '') ?? [];
  return Number(amount) * (UNIT_BYTES[unit ?? ''] ?? Number.NaN) >= 1;
}

const SCOPE = `for all or one of ${SERVICES.join(', ')}`;

function scoped(accepts: (value: string) => boolean) {
  return (value: string | null) => {
    const [amount = '', service, ...more] = value?.split('@') ?? [];
    return accepts(amount) && more.length === 0 && (service === undefined || oneOf(...SERVICES)(service));
  };
}

const SHARE = 'above 0% and at most 100%';
const share = scoped((amount) => {
  const percent = Number(/^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(amount)?.[1]);
  return percent > 0 && percent <= 100;
});

/** Every fault that a drill knows, in the order in which they are listed. */
const VOCABULARY = {
  'region-loss': {
    kind: 'disruption',
    site: 'primary',
    forms: ['region-loss', 'region-loss=refused'],
    means: 'the region is gone, silently; refused: its connections are refused',
    limits: 'with no other value',
    accepts: oneOf(null, 'refused'),
  },
  partition: {
    kind: 'disruption',
    site: 'primary',
    forms: ['partition', 'partition=regions', 'partition=clients', 'partition=link'],
    means: 'it lives, cut off from clients and regions, from one, or but for a witness',
    limits: 'with no other value',
    accepts: oneOf(null, 'regions', 'clients', 'link'),
  },
  freeze: {
    kind: 'disruption',
    site: 'primary',
    forms: ['freeze'],
    means: 'every process of its database servers is stopped, not ended',
    limits: 'with no value',
    accepts: oneOf(null),
  },
  'full-disk': {
    kind: 'disruption',
    site: 'primary',
    forms: ['full-disk'],
    means: 'its database servers can write no more to their storage',
    limits: 'with no value',
    accepts: oneOf(null),
  },
  'replication-delay': {
    kind: 'condition',
    site: 'primary',
    forms: ['replication-delay=5s'],
    means: 'what is replicated arrives so much later',
    limits: DELAY,
    accepts: delay,
  },
  bandwidth: {
    kind: 'condition',
    site: 'primary',
    forms: ['bandwidth=1MB/s'],
    means: 'no more than that is replicated a second (B/s, kB/s, MB/s, GB/s)',
    limits: 'at least 1 B/s, in B/s, kB/s, MB/s or GB/s',
    accepts: rate,
  },
  'slow-api': {
    kind: 'condition',
    site: 'recovery',
    forms: ['slow-api=200ms', 'slow-api=200ms@rds'],
    means: "each call of the recovery region's APIs takes so much longer",
    limits: `${DELAY}, ${SCOPE}`,
    accepts: scoped(delay),
  },
  'throttled-api': {
    kind: 'condition',
    site: 'recovery',
    forms: ['throttled-api=20%', 'throttled-api=20%@s3'],
    means: 'that share of calls is throttled',
    limits: `${SHARE}, ${SCOPE}`,
    accepts: share,
  },
  'api-errors': {
    kind: 'condition',
    site: 'recovery',
    forms: ['api-errors=20%', 'api-errors=20%@secretsmanager'],
    means: 'that share of calls fails inside the service',
    limits: `${SHARE}, ${SCOPE}`,
    accepts: share,
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type FaultName = keyof typeof VOCABULARY;

/** A listing of the vocabulary, for `--help` and for plans: forms, kind and meaning. */
export const FAULTS: readonly Pick<Entry, 'kind' | 'forms' | 'means'>[] = Object.values(VOCABULARY);

/** Reads a fault such as `region-loss` or `replication-delay=5s`; says what was expected of one that is none. */
export function parseFault(text: string, wanted?: FaultKind): ParsedFault {
  const cut = text.indexOf('=');
  const name = cut < 0 ? text : text.slice(0, cut);
  const value = cut < 0 ? null : text.slice(cut + 1);
  const known = namesOf(wanted);
  const found = known.find((candidate) => candidate === name);
  if (!found) return { ok: false, ...unknown(text, name, known) };
  const { kind, site, forms, limits, accepts } = VOCABULARY[found];
  if (accepts(value)) return { ok: true, fault: { text, name: found, value, kind, site } };
  const such = kind === 'condition' ? 'such as ' : '';
  return { ok: false, expected: `${such}${forms.join(' or ')}, ${limits}` };
}

/** The fault that a text is. @throws RangeError with what was expected, where no parse has let it pass before. */
export function faultOf(text: string): Fault {
  const parsed = parseFault(text);
  if (parsed.ok) return parsed.fault;
  throw new RangeError(`fault "${text}": expected ${parsed.expected}`);
}

function namesOf(wanted: FaultKind | undefined): readonly FaultName[] {
  const names = Object.keys(VOCABULARY).filter(isName);
  return wanted === undefined ? names : names.filter((name) => VOCABULARY[name].kind === wanted);
}

function isName(name: string): name is FaultName {
  return Object.hasOwn(VOCABULARY, name);
}

function unknown(text: string, name: string, known: readonly FaultName[]) {
  const forms = known.flatMap((each) => VOCABULARY[each].forms);
  const meant = known.find((candidate) => candidate === nearMiss(name, known));
  const remedy = meant === undefined ? {} : didYouMean(text, VOCABULARY[meant].forms);
  return { expected: `one of ${forms.join(', ')}`, ...remedy };
}
