/** A message as it was published; the sandbox delivers to nobody and keeps all of them. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly region: string;
  readonly subject: string | null;
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface Deduplication {
  readonly topicArn: string;
  readonly id: string;
}

/** What was published, in the order in which SNS accepted it. */
export interface MessageLog {
  append(message: PublishedMessage, once?: Deduplication): PublishedMessage;
  all(): readonly PublishedMessage[];
  empty(): void;
}

/** For how long a FIFO topic accepts a message of the same id and delivers it no second time (SNS Developer Guide). */
const DEDUPLICATED_FOR_MS = 300_000;

export function makeMessageLog(): MessageLog {
  const messages: PublishedMessage[] = [];
  const byId = new Map<string, PublishedMessage>();
  return {
    append(message, once) {
      const key = once && `${once.topicArn}/${once.id}`;
      const earlier = key === undefined ? undefined : byId.get(key);
      if (earlier && Date.parse(message.at) - Date.parse(earlier.at) < DEDUPLICATED_FOR_MS) return earlier;
      if (key !== undefined) byId.set(key, message);
      messages.push(message);
      return message;
    },
    all: () => [...messages],
    empty() {
      messages.length = 0;
      byId.clear();
    },
  };
}
