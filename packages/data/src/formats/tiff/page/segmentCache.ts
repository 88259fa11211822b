import type { PixelArray } from "@cellgen/filters";

/** Maximum bytes of cached samples. A single larger segment is kept until the next one. */
const CAPACITY = 2 ** 25;

/** Cache of decoded strips and tiles that were only needed in part, because a neighboring window is often read next. */
export class SegmentCache {
  readonly #segments = new Map<object, Map<number, PixelArray>>();
  readonly #order: { readonly page: object; readonly index: number; readonly bytes: number }[] = [];
  #bytes = 0;

  get(page: object, index: number): PixelArray | undefined {
    return this.#segments.get(page)?.get(index);
  }

  add(page: object, index: number, samples: PixelArray): void {
    if (this.get(page, index)) return;
    const bytes = samples.byteLength;
    while (this.#order.length > 0 && this.#bytes + bytes > CAPACITY) this.#removeOldest();
    const ofPage = this.#segments.get(page) ?? new Map<number, PixelArray>();
    this.#segments.set(page, ofPage.set(index, samples));
    this.#order.push({ page, index, bytes });
    this.#bytes += bytes;
  }

  clear(): void {
    this.#segments.clear();
    this.#order.length = 0;
    this.#bytes = 0;
  }

  #removeOldest(): void {
    const { page, index, bytes } = this.#order.shift()!;
    const ofPage = this.#segments.get(page)!;
    ofPage.delete(index);
    if (ofPage.size === 0) this.#segments.delete(page);
    this.#bytes -= bytes;
  }
}
