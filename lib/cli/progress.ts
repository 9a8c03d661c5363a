import { durationWords } from '../domain/judge/duration-words.ts';
import type { Terminal } from './terminal.ts';

/** A terminal whose output is kept, as by script(1), keeps every drawing of the line. */
const REDRAW_MS = 1_000;
/** A wait of seconds; what is shorter has gone by when it is read. */
const WORTH_SAYING = 1;
const CLEAR_LINE = '\r\u001B[2K';

/**
 * Phases as they come: on a terminal one line that counts the seconds of the phase under way, elsewhere a plain line
 * at the start of each. Everything goes to stderr, so that stdout holds the result alone.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #startedAt = performance.now();
  #phase: { readonly text: string; readonly at: number; readonly usual: string } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** `usualSeconds`: how long it usually takes, where that is known and worth saying. */
  phase(text: string, usualSeconds = 0): void {
    if (this.#phase?.text === text) return;
    this.#finishLine();
    const usual = usualSeconds < WORTH_SAYING ? '' : ` (usually ${durationWords(Math.round(usualSeconds))})`;
    this.#phase = { text, at: performance.now(), usual };
    if (!this.#terminal.live) {
      this.#terminal.err.write(`${this.#clock()}  ${text}${usual}\n`);
      return;
    }
    this.#draw();
    this.#timer ??= setInterval(() => this.#draw(), REDRAW_MS).unref();
  }

  /** Something to read beside the phase under way, which goes on below it. */
  note(text: string): void {
    const drawn = this.#terminal.live && this.#phase !== null;
    this.#terminal.err.write(`${drawn ? CLEAR_LINE : ''}${text}`);
    if (drawn) this.#draw();
  }

  end(): void {
    this.#finishLine();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** As wide as the terminal: a line that wraps could not be drawn over. The words are cut, and not the time. */
  #draw(): void {
    if (!this.#phase) return;
    const { text, at, usual } = this.#phase;
    const time = ` … ${((performance.now() - at) / 1000).toFixed(1)} s${usual}`;
    const words = `${this.#clock()}  ${text}`;
    const room = this.#terminal.columns - 1;
    const line = words.slice(0, Math.max(0, room - time.length)) + time;
    this.#terminal.err.write(`${CLEAR_LINE}${line.slice(0, room)}`);
  }

  #finishLine(): void {
    if (!this.#phase) return;
    if (this.#terminal.live) {
      this.#draw();
      this.#terminal.err.write('\n');
    }
    this.#phase = null;
  }

  #clock(): string {
    return `${((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(6)} s`;
  }
}
