import type { StoredImage } from "../formats/storedImage.ts";
import type { DecodedSample } from "./decodedSample.ts";
import { storedSample } from "./storedSample.ts";

/** Cache of decoded images by name, up to a limit in bytes. Entries stay until they are released. */
export class KeptImages {
  readonly #limit: number;
  #bytes = 0;
  readonly #images = new Map<string, Kept>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(name: string): StoredImage | undefined {
    const kept = this.#images.get(name);
    return kept && storedSample(kept.decoded);
  }

  /** Add an image if it fits. */
  keep(name: string, decoded: DecodedSample): void {
    const bytes = (decoded.raster ?? decoded.image).data.byteLength;
    if (this.#images.has(name) || this.#bytes + bytes > this.#limit) return;
    this.#images.set(name, { decoded, bytes });
    this.#bytes += bytes;
  }

  release(name: string): void {
    this.#bytes -= this.#images.get(name)?.bytes ?? 0;
    this.#images.delete(name);
  }
}

interface Kept {
  readonly decoded: DecodedSample;
  readonly bytes: number;
}
