/** A function's error as Lambda's Node.js runtime puts it into the payload. */
export function errorPayload(thrown: unknown): string {
  if (thrown instanceof Error) {
    const { name, message, stack } = thrown;
    return JSON.stringify({ errorType: name, errorMessage: message, trace: (stack ?? '').split('\n') });
  }
  return JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] });
}

/** An error of the runtime itself: https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html */
export function runtimeErrorPayload(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}
