/** Does works that have the same key one after another, in the order in which they came. */
export type Turns<K extends object> = <T>(key: K, work: () => Promise<T>) => Promise<T>;

export function makeTurns<K extends object>(): Turns<K> {
  const last = new WeakMap<K, Promise<void>>();
  return (key, work) => {
    const done = (last.get(key) ?? Promise.resolve()).then(work);
    last.set(key, done.then(ignore, ignore));
    return done;
  };
}

function ignore(): void {}
