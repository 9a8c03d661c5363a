/** To an environment: one event. `payload` is JSON text, so that the supervisor never parses it. */
export interface InvokeMessage {
  readonly requestId: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly payload: string;
}

/**
 * From an environment. `ready` once the handler is imported, `broken` when it cannot be; then one `answer` an event.
 * `crash` is an error outside the handler's promise: the process ends after it.
 */
export type EnvironmentMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken' | 'crash'; readonly payload: string }
  | { readonly kind: 'answer'; readonly failed: boolean; readonly payload: string };

/** By hand: a schema library would add a third to the cold start of every environment. */
export function isInvokeMessage(value: unknown): value is InvokeMessage {
  return typeof value === 'object' && value !== null && 'requestId' in value && 'payload' in value;
}
