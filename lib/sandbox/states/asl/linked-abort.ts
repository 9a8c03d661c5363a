/** A signal that is aborted with another one, or by itself. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  readonly abort: (reason: Error) => void;
  /** Lets go of the other signal. */
  readonly release: () => void;
}

/** Not `AbortSignal.any`: Node 24 keeps such a signal for ever once a listener on it has run, one for every task. */
export function linkAbort(to: AbortSignal): LinkedAbort {
  const own = new AbortController();
  const follow = (): void => own.abort(to.reason);
  if (to.aborted) follow();
  to.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    abort: (reason) => own.abort(reason),
    release: () => to.removeEventListener('abort', follow),
  };
}
