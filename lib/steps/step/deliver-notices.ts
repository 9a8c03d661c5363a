import { Conflict, RegionUnreachable, ThrottledUnknown } from '../../domain/failure.ts';
import { formatInstant, type Instant } from '../../domain/instant.ts';
import type { HeraldInput } from '../../domain/notice/herald-input.ts';
import { type Notice, NoticeReceipt } from '../../domain/notice/notice.ts';
import { runKeys } from '../../domain/run/run-keys.ts';
import { SCHEMA_VERSION } from '../../domain/stored.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { Objects } from '../../ports/objects.ts';

export interface DeliverPorts {
  readonly clock: Clock;
  readonly objects: Objects;
  readonly notifier: Notifier;
}

/** For so long a topic that is out of reach is left alone, and a message that a topic refuses. */
const REST_MS = 10_000;

interface Held {
  readonly receipt: NoticeReceipt;
  readonly etag: string;
}

/**
 * Publishes notices in order, each to every topic that has not had it. What stands in the receipts is not sent again;
 * where a process died between message and receipt it is: twice, and never not at all. Answers whether all were sent.
 */
export function makeDelivery(ports: DeliverPorts, input: HeraldInput) {
  const done = new Set<string>();
  const restsUntil = new Map<string, Instant>();
  return async (notices: readonly Notice[]): Promise<boolean> => {
    let all = true;
    for (const notice of notices) {
      if (done.has(notice.key)) continue;
      const sent = await deliver(ports, { input, notice, restsUntil });
      if (sent) done.add(notice.key);
      all &&= sent;
    }
    return all;
  };
}

interface Delivery {
  readonly input: HeraldInput;
  readonly notice: Notice;
  readonly restsUntil: Map<string, Instant>;
}

async function deliver(ports: DeliverPorts, delivery: Delivery): Promise<boolean> {
  const { receipt, etag } = await announced(ports, delivery);
  const { topics } = delivery.input.notices;
  const open = topics.filter((topic) => receipt.sent.every((one) => one.topic !== topic));
  const due = open.filter((topic) => !rests(delivery, topic, ports.clock.now()));
  if (due.length === 0) return open.length === 0;
  const tried = await Promise.all(due.map((topic) => publish(ports, { ...delivery, receipt }, topic)));
  const sent = [...receipt.sent, ...tried.flatMap((one) => ('messageId' in one ? [one] : []))];
  const problems = [
    ...receipt.problems.filter(({ topic }) => !due.includes(topic)),
    ...tried.flatMap((one) => ('problem' in one ? [one] : [])),
  ];
  await keep(ports, delivery, { receipt: { ...receipt, sent, problems }, etag });
  return sent.length >= topics.length;
}

function rests({ restsUntil, notice }: Delivery, topic: string, now: Instant): boolean {
  return [topic, `${topic} ${notice.key}`].some((key) => (restsUntil.get(key) ?? 0) > now);
}

/** The receipt as it stands; made before the first message goes out. Its words are those that were derived first. */
async function announced(
  { objects }: Pick<DeliverPorts, 'objects'>,
  { input, notice }: Pick<Delivery, 'input' | 'notice'>,
): Promise<Held> {
  const key = runKeys.notice(input.run, notice.key);
  const there = await objects.get(key);
  if (there) return { receipt: NoticeReceipt.parse(JSON.parse(there.text)), etag: there.etag };
  const receipt: NoticeReceipt = { schemaVersion: SCHEMA_VERSION, ...notice, sent: [], problems: [] };
  try {
    return { receipt, etag: await objects.put(key, JSON.stringify(receipt), { absent: true }) };
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return announced({ objects }, { input, notice });
  }
}

type Tried = NoticeReceipt['sent'][number] | NoticeReceipt['problems'][number];

async function publish(
  { clock, notifier }: DeliverPorts,
  { input, receipt, restsUntil }: Delivery & { readonly receipt: NoticeReceipt },
  topic: string,
): Promise<Tried> {
  const { subject, text, key } = receipt;
  const message = { subject, text, group: input.run, id: `${input.run}-${key}` };
  try {
    const messageId = await notifier.publish(topic, message);
    return { topic, messageId, at: formatInstant(clock.now()) };
  } catch (error) {
    const isOut = error instanceof RegionUnreachable || error instanceof ThrottledUnknown;
    restsUntil.set(isOut ? topic : `${topic} ${key}`, clock.now() + REST_MS * 1000);
    return { topic, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Where another segment was quicker, its receipt stands. */
async function keep({ objects }: DeliverPorts, { input, notice }: Delivery, { receipt, etag }: Held) {
  try {
    await objects.put(runKeys.notice(input.run, notice.key), JSON.stringify(receipt), { etag });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}
