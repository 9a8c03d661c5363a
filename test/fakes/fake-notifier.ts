import type { Message, Notifier } from '../../lib/ports/notifier.ts';

export interface FakeNotifier extends Notifier {
  /** In the order in which they were accepted. */
  readonly accepted: readonly (Message & { readonly topic: string })[];
  /** From now on the topic fails so; null: not any more. */
  failing(topic: string, error: Error | null): void;
}

/** Topics that accept everything, until they are told to fail. */
export function makeFakeNotifier(): FakeNotifier {
  const accepted: (Message & { topic: string })[] = [];
  const errors = new Map<string, Error | null>();
  return {
    accepted,
    failing: (topic, error) => void errors.set(topic, error),
    publish: async (topic, message) => {
      const error = errors.get(topic);
      if (error) throw error;
      accepted.push({ topic, ...message });
      return `message-${accepted.length}`;
    },
  };
}
