import { type HuffmanTable, LOOKUP_BITS } from "./huffmanTable.ts";

/** Reads the entropy-coded data of a scan. Damaged or truncated data set `isDamaged`. */
export class EntropyDecoder {
  readonly #bytes: Uint8Array;
  #at: number;
  /** The next `#count` bits, in its lowest bits. */
  #bits = 0;
  #count = 0;
  isDamaged = false;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** Have at least 16 bits ready. Beyond the data, they are 0. */
  #fill(): void {
    while (this.#count <= 16) {
      let byte = this.#bytes[this.#at];
      if (byte === 0xff) {
        // 0 is stuffed after a byte of 255; other bytes make it a marker.
        if (this.#bytes[this.#at + 1] === 0) this.#at += 2;
        else byte = undefined;
      } else this.#at++;
      if (byte === undefined) this.#beyond += 8;
      this.#bits = ((this.#bits & 0xffffff) << 8) | (byte ?? 0);
      this.#count += 8;
    }
  }

  /** Number of bits that are ready, but lie beyond the data. */
  #beyond = 0;

  #symbol({ lookup, maxCode, offset, values }: HuffmanTable): number {
    if (this.#count <= 16) this.#fill();
    const entry = lookup[(this.#bits >> (this.#count - LOOKUP_BITS)) & ((1 << LOOKUP_BITS) - 1)]!;
    if (entry !== 0) {
      this.#count -= entry >> 8;
      return entry & 255;
    }
    for (let length = LOOKUP_BITS + 1; length <= 16; length++) {
      const code = (this.#bits >> (this.#count - length)) & ((1 << length) - 1);
      if (code > maxCode[length]!) continue;
      this.#count -= length;
      return values[offset[length]! + code]!;
    }
    this.isDamaged = true;
    return 0;
  }

  /** Read a signed number of some bits. */
  #number(size: number): number {
    if (size === 0) return 0;
    if (this.#count <= 16) this.#fill();
    this.#count -= size;
    const value = (this.#bits >> this.#count) & ((1 << size) - 1);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /**
   * Read a block: return the difference of its first coefficient to that of the last block, and set the others.
   *
   * @param coefficients - 64 zeros, set in zigzag order. Undefined to skip them.
   */
  block(dc: HuffmanTable, ac: HuffmanTable, coefficients: Int32Array | undefined): number {
    const size = this.#symbol(dc);
    if (size > 15) this.isDamaged = true;
    const difference = this.#number(size & 15);
    for (let k = 1; k < 64; k++) {
      const symbol = this.#symbol(ac);
      const length = symbol & 15;
      if (length === 0) {
        if (symbol !== 0xf0) break;
        k += 15;
        continue;
      }
      k += symbol >> 4;
      if (k > 63) {
        this.isDamaged = true;
        break;
      }
      if (coefficients) coefficients[k] = this.#number(length);
      else {
        if (this.#count <= 16) this.#fill();
        this.#count -= length;
      }
    }
    if (this.#beyond > this.#count) this.isDamaged = true;
    return difference;
  }

  /** Skip the rest of a byte and the restart marker that follows. */
  restart(index: number): void {
    // Whole bytes that are ready lie before the marker only if the data are damaged.
    if (
      this.#count - this.#beyond >= 8 ||
      this.#bytes[this.#at] !== 0xff ||
      this.#bytes[this.#at + 1] !== 0xd0 + (index & 7)
    ) {
      this.isDamaged = true;
    }
    this.#at += 2;
    [this.#bits, this.#count, this.#beyond] = [0, 0, 0];
  }
}
