import { FAULTY_SERVICES, type FaultKind, type FaultSpec } from './fault-spec.ts';
import { bytesPerSecond, milliseconds, percent } from './fault-value.ts';

/** Name, what may stand behind it, and what it does, for people. */
export const FAULT_VOCABULARY: readonly { readonly form: string; readonly does: string }[] = [
  { form: 'region-loss', does: 'every process ends, the network is silent (=refused: refuses)' },
  {
    form: 'partition',
    does: 'cut off from all regions and clients (=regions, =clients: from those; =link: not from a witness)',
  },
  { form: 'freeze', does: 'every process of the database servers is stopped' },
  { form: 'full-disk', does: 'no database server can write any further' },
  { form: 'replication-delay=5s', does: 'what streams to the replicas is that long on its way' },
  { form: 'bandwidth=1MB/s', does: 'what streams to the replicas streams no faster' },
  { form: 'slow-api=200ms', does: 'calls of the regional APIs wait (@rds, @s3, @secretsmanager: of one)' },
  { form: 'throttled-api=20%', does: 'so many calls are refused as too many (@ as above)' },
  { form: 'api-errors=20%', does: 'so many calls are answered with a server error (@ as above)' },
];

/** Why a text is no fault: `what` was seen, and what would have been one. */
export class UnknownFault extends Error {
  override readonly name = 'UnknownFault';
}

type Reader = (value: string | undefined) => FaultSpec | undefined;

const READERS: Readonly<Record<FaultKind, Reader>> = {
  'region-loss': (value) => {
    if (value === undefined) return { kind: 'region-loss', loss: 'silent' };
    return value === 'refused' ? { kind: 'region-loss', loss: value } : undefined;
  },
  partition: (value) => {
    if (value === undefined) return { kind: 'partition', from: 'everybody' };
    return isPart(value) ? { kind: 'partition', from: value } : undefined;
  },
  freeze: (value) => (value === undefined ? { kind: 'freeze' } : undefined),
  'full-disk': (value) => (value === undefined ? { kind: 'full-disk' } : undefined),
  'replication-delay': (value) => {
    const delayMs = milliseconds(value);
    return delayMs === undefined ? undefined : { kind: 'replication-delay', delayMs };
  },
  bandwidth: (value) => {
    const rate = bytesPerSecond(value);
    return rate === undefined ? undefined : { kind: 'bandwidth', bytesPerSecond: rate };
  },
  'slow-api': (value) => {
    const { amount, service } = scoped(value);
    const delayMs = milliseconds(amount);
    if (delayMs === undefined || service === null) return undefined;
    return { kind: 'slow-api', delayMs, service };
  },
  'throttled-api': (value) => share('throttled-api', value),
  'api-errors': (value) => share('api-errors', value),
};

/** Reads `name` or `name=value`. @throws UnknownFault with the vocabulary. */
export function parseFault(text: string): FaultSpec {
  const mark = text.indexOf('=');
  const name = mark < 0 ? text : text.slice(0, mark);
  const kind = kinds().find((one) => one === name);
  if (kind === undefined) throw new UnknownFault(`"${text}" is no fault; faults are ${forms()}`);
  const spec = READERS[kind](mark < 0 ? undefined : text.slice(mark + 1));
  if (spec) return spec;
  const { form, does } = FAULT_VOCABULARY.find((one) => nameOf(one.form) === kind) ?? {
    form: kind,
    does: '',
  };
  throw new UnknownFault(`"${text}" is no fault; expected it to be like ${form}: ${does}`);
}

/** Names of all faults. */
export function kinds(): FaultKind[] {
  const all: FaultKind[] = [];
  for (const { form } of FAULT_VOCABULARY) {
    const name = nameOf(form);
    if (isKind(name)) all.push(name);
  }
  return all;
}

const PARTS = ['regions', 'clients', 'link'] as const;

function isPart(value: string): value is (typeof PARTS)[number] {
  return PARTS.some((part) => part === value);
}

export function isKind(name: string): name is FaultKind {
  return Object.hasOwn(READERS, name);
}

function nameOf(form: string): string {
  return form.split('=')[0] ?? form;
}

function forms(): string {
  return FAULT_VOCABULARY.map((one) => one.form).join(', ');
}

function share(kind: 'throttled-api' | 'api-errors', value: string | undefined): FaultSpec | undefined {
  const { amount, service } = scoped(value);
  const ofCalls = percent(amount);
  return ofCalls === undefined || service === null ? undefined : { kind, percent: ofCalls, service };
}

/** `20%@rds`: the service is undefined when none is named, and null when one is that cannot be hit. */
function scoped(value: string | undefined) {
  const [amount, name, ...rest] = value?.split('@') ?? [];
  const service = FAULTY_SERVICES.find((one) => one === name);
  return { amount, service: name === undefined ? undefined : rest.length > 0 ? null : (service ?? null) };
}
