let calls = 0;

interface ProbeEvent {
  readonly do?: string;
  readonly forMs?: number;
}

interface ProbeContext {
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

class FenceUnproven extends Error {
  override readonly name = 'FenceUnproven';
}

/** A handler that does what its event says, for the tests of the pool. */
export async function handler(event: ProbeEvent, context: ProbeContext): Promise<unknown> {
  calls += 1;
  if (event.do === 'throw') throw new FenceUnproven('the old primary answered');
  if (event.do === 'exit') process.exit(3);
  if (event.do === 'crash') {
    setImmediate(() => {
      throw new TypeError('thrown outside of the handler');
    });
    await new Promise(() => {});
  }
  if (event.forMs !== undefined) await new Promise((resolve) => setTimeout(resolve, event.forMs));
  if (event.do === 'nothing') return undefined;
  const { functionName, invokedFunctionArn } = context;
  const remainingMs = context.getRemainingTimeInMillis();
  return {
    event,
    calls,
    pid: process.pid,
    functionName,
    invokedFunctionArn,
    remainingMs,
    env: { ...process.env },
  };
}
