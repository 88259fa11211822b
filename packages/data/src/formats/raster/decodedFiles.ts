import type { DecodedFile } from "./decodedPixels.ts";

/** Cache of decoded files by path, up to a limit in bytes. Entries stay until they are released. */
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

  /** Add a file if it fits. */
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
