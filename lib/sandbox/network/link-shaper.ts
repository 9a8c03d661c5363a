import type { Socket } from 'node:net';
import type { Carry, CarriageOrder } from './carriage.ts';
import { DelayLine, type LinkShape } from './delay-line.ts';

/**
 * Most bytes that a link holds. Beyond it reading stops, so that they wait at the sender: bytes that are read late
 * have their delay from then on, which is longer than asked for. That is said through `onCongested`.
 */
export const MOST_HELD_BYTES = 64 * 1024 * 1024;
/** Most that waits for a slow reader on a link without a condition; nothing is distorted by that. */
const MOST_UNSHAPED_BYTES = 1024 * 1024;

/** Conditions of a link from a source to its replica. The way back is as it was. */
export interface LinkShaper {
  /** Puts a condition in force, for connections that are open too. */
  set(reason: string, condition: Partial<LinkShape>): void;
  /** What is on its way goes on as if the condition had never been, in order. */
  clear(reason: string): void;
  readonly carry: Carry;
  bytesHeld(): number;
  /** Bytes that were on their way when a connection was cut, and never crossed. */
  bytesNeverCrossed(): number;
}

export type Congestion = { readonly congested: boolean; readonly bytesHeld: number };

/** Every byte towards the replica is shaped: WAL, keepalives, and what sets a connection up. */
export function makeLinkShaper(onCongested: (what: Congestion) => void): LinkShaper {
  const conditions = new Map<string, Partial<LinkShape>>();
  const lines = new Set<DelayLine>();
  let neverCrossed = 0;
  const shape = () => shapeOf([...conditions.values()]);
  const settle = () => [...lines].forEach((line) => line.settle());

  function carry(order: CarriageOrder) {
    const release = (bytes: Buffer) => {
      order.onCrossed(bytes.length);
      order.to.write(bytes);
    };
    const line = new DelayLine({ shape, now: () => performance.now(), release });
    lines.add(line);
    const relieve = keepWithinBounds({ order, line, shape, onCongested });
    order.from.on('data', (bytes: Buffer) => (line.push(bytes), relieve()));
    order.from.once('end', () => line.push(Buffer.alloc(0), () => order.to.end()));
    order.from.once('error', () => line.push(Buffer.alloc(0), order.reset));
    return {
      cut() {
        neverCrossed += line.cut();
        lines.delete(line);
      },
    };
  }

  return {
    set: (reason, condition) => (conditions.set(reason, condition), settle()),
    clear: (reason) => (conditions.delete(reason), settle()),
    carry,
    bytesHeld: () => [...lines].reduce((sum, line) => sum + line.held, 0),
    bytesNeverCrossed: () => neverCrossed,
  };
}

interface Bounded {
  readonly order: { readonly from: Socket; readonly to: Socket };
  readonly line: DelayLine;
  readonly shape: () => LinkShape;
  readonly onCongested: (what: Congestion) => void;
}

/** Stops reading when too much is held, and goes on when half of it is gone. Answers what is to be called on arrival. */
function keepWithinBounds({ order, line, shape, onCongested }: Bounded): () => void {
  let paused: 'no' | 'unsaid' | 'said' = 'no';
  const held = () => line.held + order.to.writableLength;
  const isShaped = () => shape().delayMs > 0 || shape().bytesPerSecond !== undefined;

  function look(): void {
    const most = isShaped() ? MOST_HELD_BYTES : MOST_UNSHAPED_BYTES;
    if (paused === 'no' && held() > most) pause();
    else if (paused !== 'no' && held() < most / 2) resume();
    if (paused !== 'no' && !order.to.destroyed) setTimeout(look, LOOK_MS).unref();
  }
  function pause(): void {
    order.from.pause();
    paused = isShaped() ? 'said' : 'unsaid';
    if (paused === 'said') onCongested({ congested: true, bytesHeld: held() });
  }
  function resume(): void {
    order.from.resume();
    if (paused === 'said') onCongested({ congested: false, bytesHeld: held() });
    paused = 'no';
  }
  return () => {
    if (paused === 'no') look();
  };
}

const LOOK_MS = 5;

function shapeOf(conditions: readonly Partial<LinkShape>[]): LinkShape {
  const delayMs = conditions.reduce((sum, one) => sum + (one.delayMs ?? 0), 0);
  const rates = conditions.map((one) => one.bytesPerSecond).filter((rate) => rate !== undefined);
  return { delayMs, bytesPerSecond: rates.length > 0 ? Math.min(...rates) : undefined };
}
