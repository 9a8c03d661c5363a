/** Other step handlers of this deployment, by their function names. */
export interface Handlers {
  /** Calls a handler and waits for it. @throws with the handler's own error name and message. */
  invoke(name: string, event: unknown): Promise<unknown>;
}
