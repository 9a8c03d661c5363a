import type { Socket } from 'node:net';

/** What takes the bytes of one connection from its upstream back to the client. */
export interface Carriage {
  /** From now on nothing crosses. What was due by now has crossed; what was still on its way never will. */
  cut(): void;
}

export interface CarriageOrder {
  readonly from: Socket;
  readonly to: Socket;
  /** Told the bytes that are handed to the client's socket. */
  readonly onCrossed: (bytes: number) => void;
  /** Ends both sides with a reset. */
  readonly reset: () => void;
}

export type Carry = (order: CarriageOrder) => Carriage;

/** At once, as loopback is. */
export const carryAtOnce: Carry = ({ from, to, onCrossed, reset }) => {
  from.on('data', (chunk: Buffer) => onCrossed(chunk.length));
  from.pipe(to);
  from.once('error', reset);
  return { cut: () => void from.unpipe(to) };
};
