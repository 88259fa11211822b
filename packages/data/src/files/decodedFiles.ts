import type { DecodedFile } from "./decodeFile.ts";

/** Decoded files in memory by path, up to a number of bytes. What is in stays in until it is released. */
export class DecodedFiles {
  readonly #limit: number;
  #bytes = 0;
  readonly #files = new Map<string, DecodedFile>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(path: string): DecodedFile | undefined {
    return this.#files.get(path);
  }

  /** Keeps a file if it fits. */
  keep(path: string, file: DecodedFile): void {
    const { byteLength } = file.data;
    if (this.#files.has(path) || this.#bytes + byteLength > this.#limit) return;
    this.#files.set(path, file);
    this.#bytes += byteLength;
  }

  release(path: string): void {
    this.#bytes -= this.#files.get(path)?.data.byteLength ?? 0;
    this.#files.delete(path);
  }
}
