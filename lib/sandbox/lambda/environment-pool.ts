import type { FunctionConfig } from '../sandbox-config.ts';
import type { InvokeMessage } from './environment-messages.ts';
import { type EnvironmentProcess, type FunctionAnswer, startEnvironment } from './environment-process.ts';

/** How long a warm environment is kept unused. */
const IDLE_LIMIT_MS = 5 * 60_000;

export interface EnvironmentPoolOptions {
  readonly log: number;
  readonly compileCache: string;
  readonly environmentOf: (region: string) => Readonly<Record<string, string>>;
  readonly onChild: (name: string, pid: number) => void;
  readonly idleLimitMs?: number;
}

/** Environments of all functions: warm ones are used again, a busy one is never shared. */
export interface EnvironmentPool {
  readonly serve: (config: FunctionConfig, event: InvokeMessage) => Promise<FunctionAnswer>;
  /** Ends the environments of a region, or all; answers how many there were when all are gone. */
  readonly end: (region: string | null) => Promise<number>;
}

interface Pooled {
  readonly config: FunctionConfig;
  readonly process: EnvironmentProcess;
  expiry: NodeJS.Timeout | null;
}

export function makeEnvironmentPool(options: EnvironmentPoolOptions): EnvironmentPool {
  const all = new Set<Pooled>();
  const idle: Pooled[] = [];
  const start = (config: FunctionConfig): Pooled => {
    const { handlerPath, name } = config;
    const process = startEnvironment({
      handlerPath,
      environment: environmentFor(config, options),
      log: options.log,
    });
    const pooled: Pooled = { config, process, expiry: null };
    all.add(pooled);
    options.onChild(`function ${name} (${config.region})`, process.pid);
    process.onExit(() => {
      all.delete(pooled);
      take(idle, (candidate) => candidate === pooled);
    });
    return pooled;
  };
  const keep = (pooled: Pooled): void => {
    if (!pooled.process.usable()) return pooled.process.end();
    idle.push(pooled);
    pooled.expiry = setTimeout(pooled.process.end, options.idleLimitMs ?? IDLE_LIMIT_MS).unref();
  };
  const serve = async (config: FunctionConfig, event: InvokeMessage): Promise<FunctionAnswer> => {
    const warm = take(idle, (candidate) => candidate.config === config && candidate.process.usable());
    if (warm?.expiry) clearTimeout(warm.expiry);
    const pooled = warm ?? start(config);
    const answer = await pooled.process.serve(event);
    keep(pooled);
    return answer;
  };
  const end = async (region: string | null): Promise<number> => {
    const chosen = [...all].filter(({ config }) => region === null || config.region === region);
    for (const { expiry } of chosen) if (expiry) clearTimeout(expiry);
    await Promise.all(chosen.map(({ process }) => process.silence()));
    return chosen.length;
  };
  return { serve, end };
}

/** The one that was used last: its caches are the warmest. */
function take(idle: Pooled[], fits: (candidate: Pooled) => boolean): Pooled | undefined {
  const index = idle.findLastIndex(fits);
  return index < 0 ? undefined : idle.splice(index, 1)[0];
}

function environmentFor(config: FunctionConfig, options: EnvironmentPoolOptions): Record<string, string> {
  return {
    NODE_COMPILE_CACHE: options.compileCache,
    ...options.environmentOf(config.region),
    ...config.environment,
    AWS_REGION: config.region,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  };
}
