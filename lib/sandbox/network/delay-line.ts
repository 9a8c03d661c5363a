/** What a link does to the bytes that pass: each is `delayMs` on its way, and `bytesPerSecond` set out at most. */
export interface LinkShape {
  readonly delayMs: number;
  readonly bytesPerSecond: number | undefined;
}

export interface DelayLineParts {
  readonly shape: () => LinkShape;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly release: (bytes: Buffer) => void;
}

interface Piece {
  readonly bytes: Buffer;
  readonly arrivedAt: number;
  /** Done after the bytes: the end of a connection travels behind its last byte. */
  readonly after: (() => void) | undefined;
}

/** A full Ethernet frame's payload; larger where a link takes more than that in a millisecond. */
const FRAME_BYTES = 1460;

/**
 * Bytes on their way, in order. Each piece has the time of its own arrival, so that a late timer delays nothing for
 * longer: whoever asks finds everything released that is due by then. A change of shape counts for the bytes that are
 * on their way as well: when a delay goes, they all arrive at once, in order.
 */
export class DelayLine {
  readonly #parts: DelayLineParts;
  #pieces: Piece[] = [];
  #first = 0;
  #held = 0;
  /** When the last byte that was released had set out: the next one follows it at the link's rate. */
  #clearAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: DelayLineParts) {
    this.#parts = parts;
  }

  /** Bytes that have arrived here and not crossed yet. */
  get held(): number {
    return this.#held;
  }

  push(bytes: Buffer, after?: () => void): void {
    const arrivedAt = this.#parts.now();
    const size = pieceSize(this.#parts.shape());
    for (let from = 0; from === 0 || from < bytes.length; from += size) {
      const last = from + size >= bytes.length;
      const piece = bytes.subarray(from, from + size);
      this.#pieces.push({ bytes: piece, arrivedAt, after: last ? after : undefined });
    }
    this.#held += bytes.length;
    this.settle();
  }

  /** Releases what is due, and comes back for the rest. Called as well when the shape has changed. */
  settle(): void {
    clearTimeout(this.#timer);
    for (let piece = this.#next(); piece; piece = this.#next()) {
      const setOutAt = this.#setOutAt(piece);
      const waitMs = setOutAt + this.#parts.shape().delayMs - this.#parts.now();
      if (waitMs > 0) return this.#comeBack(waitMs);
      this.#clearAt = setOutAt;
      this.#drop();
      if (piece.bytes.length > 0) this.#parts.release(piece.bytes);
      piece.after?.();
    }
  }

  /** Releases what is due; the rest never crosses. Answers how many bytes that were. */
  cut(): number {
    this.settle();
    clearTimeout(this.#timer);
    const never = this.#held;
    this.#pieces = [];
    this.#first = 0;
    this.#held = 0;
    return never;
  }

  #next(): Piece | undefined {
    return this.#pieces[this.#first];
  }

  #setOutAt(piece: Piece): number {
    const { bytesPerSecond } = this.#parts.shape();
    if (bytesPerSecond === undefined) return piece.arrivedAt;
    return Math.max(this.#clearAt, piece.arrivedAt) + (piece.bytes.length / bytesPerSecond) * 1000;
  }

  #drop(): void {
    this.#held -= this.#next()?.bytes.length ?? 0;
    this.#first += 1;
    if (this.#first < 1024 && this.#first < this.#pieces.length) return;
    this.#pieces = this.#pieces.slice(this.#first);
    this.#first = 0;
  }

  #comeBack(waitMs: number): void {
    this.#timer = setTimeout(() => this.settle(), waitMs);
  }
}

/** With a rate bytes cross one frame after another; without one a chunk crosses as it came. */
function pieceSize({ bytesPerSecond }: LinkShape): number {
  return bytesPerSecond === undefined ? Infinity : Math.max(FRAME_BYTES, Math.ceil(bytesPerSecond / 1000));
}
