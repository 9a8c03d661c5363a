/** Does so many works of one key at a time, the others when there is room, in the order in which they came. */
export type Slots = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function makeSlots(most: number): Slots {
  const queues = new Map<string, Queue>();
  return async (key, work) => {
    const queue = queues.get(key) ?? { underWay: 0, waiting: [] };
    queues.set(key, queue);
    if (queue.underWay >= most) await new Promise<void>((resolve) => queue.waiting.push(resolve));
    else queue.underWay += 1;
    // A work that is over hands its slot on, so that nobody who comes just then is before those that wait.
    return work().finally(() => {
      const next = queue.waiting.shift();
      if (next) next();
      else queue.underWay -= 1;
    });
  };
}

interface Queue {
  underWay: number;
  readonly waiting: (() => void)[];
}
