import type { Terminal } from './terminal.ts';

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001B[2K';

/**
 * Phases as they come: on a terminal one line that counts the seconds of the phase under way, elsewhere a plain line
 * at the start of each. Everything goes to stderr, so that stdout holds the result alone.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #startedAt = performance.now();
  #phase: { readonly text: string; readonly at: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  phase(text: string): void {
    if (this.#phase?.text === text) return;
    this.#finishLine();
    this.#phase = { text, at: performance.now() };
    if (!this.#terminal.live) {
      this.#terminal.err.write(`${this.#clock()}  ${text}\n`);
      return;
    }
    this.#draw();
    this.#timer ??= setInterval(() => this.#draw(), REDRAW_MS).unref();
  }

  end(): void {
    this.#finishLine();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Cut to the terminal's width: a line that wraps could not be drawn over. */
  #draw(): void {
    if (!this.#phase) return;
    const seconds = ((performance.now() - this.#phase.at) / 1000).toFixed(1);
    const line = `${this.#clock()}  ${this.#phase.text} … ${seconds} s`;
    this.#terminal.err.write(`${CLEAR_LINE}${line.slice(0, this.#terminal.columns - 1)}`);
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
