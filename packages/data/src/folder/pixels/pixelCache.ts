import type { CellImage } from "../../images/cellImage.ts";
import type { ImageSize } from "../../images/imageSize.ts";

/**
 * Cache of decoded images, up to a limit in bytes.
 *
 * Resized images take precedence over whole images, which are evicted for them. Nothing else is evicted: in shuffled epochs, every image is
 * equally likely to be read next.
 */
export class PixelCache {
  readonly #limit: number;
  #bytes = 0;
  readonly #whole = new Map<string, CellImage>();
  readonly #resized = new Map<string, CellImage>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Maximum number of bytes. */
  get limit(): number {
    return this.#limit;
  }

  /** Bytes used by the cached images. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether a whole image of this number of bytes would be kept. */
  fits(bytes: number): boolean {
    return this.#bytes + bytes <= this.#limit;
  }

  whole(name: string): CellImage | undefined {
    return this.#whole.get(name);
  }

  resized(name: string, size: ImageSize): CellImage | undefined {
    return this.#resized.get(keyOf(name, size));
  }

  keepWhole(name: string, image: CellImage): void {
    if (this.#whole.has(name) || !this.fits(image.data.byteLength)) return;
    this.#whole.set(name, image);
    this.#bytes += image.data.byteLength;
  }

  keepResized(name: string, size: ImageSize, image: CellImage): void {
    const key = keyOf(name, size);
    if (this.#resized.has(key) || image.data.byteLength > this.#limit) return;
    while (!this.fits(image.data.byteLength)) {
      const oldest = this.#whole.entries().next();
      if (oldest.done) return;
      this.#whole.delete(oldest.value[0]);
      this.#bytes -= oldest.value[1].data.byteLength;
    }
    this.#resized.set(key, image);
    this.#bytes += image.data.byteLength;
  }
}

const keyOf = (name: string, { width, height }: ImageSize): string => `${width}x${height} ${name}`;
