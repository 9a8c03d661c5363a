import { readFileSync, writeFileSync } from 'node:fs';

/** PostgreSQL manual, 65.6: where the line pointers of a page begin, and how long each is. */
const FIRST_POINTER = 24;
const POINTER = 4;
const PAGE = 8192;
/** Of a row's header: where its data begins; the header itself is as long where no column is null. */
const DATA_BEGINS_AT = 22;
const HEADER = 24;

/** A file of a relation, changed while no server has it open. */
export class RelationFile {
  readonly #path: string;
  readonly #bytes: Buffer;

  constructor(path: string) {
    this.#path = path;
    this.#bytes = readFileSync(path);
  }

  /** Two entries of an index, exchanged: they are out of order then. */
  exchangeFirstEntries(block: number): void {
    const at = block * PAGE + FIRST_POINTER;
    const first = Buffer.from(this.#bytes.subarray(at, at + POINTER));
    this.#bytes.copy(this.#bytes, at, at + POINTER, at + 2 * POINTER);
    first.copy(this.#bytes, at + POINTER);
    writeFileSync(this.#path, this.#bytes);
  }

  /** The first row says that its data begins elsewhere. */
  shiftFirstRow(): void {
    this.#write(this.#firstRow() + DATA_BEGINS_AT, [HEADER + 16]);
  }

  /** A piece of a value kept elsewhere bears another number than the one that it has. */
  renumberFirstPiece(): void {
    this.#write(this.#firstRow() + HEADER + 4, [9]);
  }

  /** Nothing says any more how the page is laid out. */
  overwritePageHeader(): void {
    this.#write(
      8,
      Array.from({ length: 12 }, () => 0xff),
    );
  }

  /** The offset is the lower fifteen bits of a line pointer. */
  #firstRow(): number {
    return this.#bytes.readUInt32LE(FIRST_POINTER) & 0x7fff;
  }

  #write(at: number, bytes: readonly number[]): void {
    this.#bytes.set(bytes, at);
    writeFileSync(this.#path, this.#bytes);
  }
}
