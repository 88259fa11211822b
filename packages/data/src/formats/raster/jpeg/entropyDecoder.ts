import { type HuffmanTable, LOOKUP_BITS } from "./huffmanTable.ts";

/** Position in a block, row by row, of each coefficient in the order of the file. */
const ZIGZAG: Uint8Array = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48],
  ...[41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23],
  ...[30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
);

const LOOKUP_MASK = (1 << LOOKUP_BITS) - 1;

/** Enough for a code of {@link LOOKUP_BITS} and a number of 15 bits; up to 32 are ready. */
const MIN_BITS = 25;

/** Reads the entropy-coded data of a scan. */
export class EntropyDecoder {
  /** Whether the data are damaged or truncated, as far as they were read. */
  isDamaged = false;
  /** Of the last block: bit k is set if column k has a coefficient below its first row. */
  columns = 0;
  private readonly bytes: Uint8Array;
  private at: number;
  /** The next `count` bits are the lowest of `bits`. */
  private bits = 0;
  private count = 0;
  /** Number of bits among them that lie beyond the data. */
  private beyond = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** Position of the next bit in the bytes: 8 times that of its byte, plus the number of bits before it in the byte. */
  get position(): number {
    const { bytes } = this;
    const unread = this.count - this.beyond;
    let { at } = this;
    for (let bits = unread; bits > 0; bits -= 8) at -= bytes[at - 1] === 0 && bytes[at - 2] === 0xff ? 2 : 1;
    return 8 * at + (-unread & 7);
  }

  /** Continue at a position, such as {@link position} was before. */
  seek(position: number): void {
    this.at = Math.floor(position / 8);
    this.bits = 0;
    this.count = 0;
    this.beyond = 0;
    if (position % 8 === 0) return;
    this.fill();
    this.count -= position % 8;
  }

  /** Have at least {@link MIN_BITS} bits ready. Beyond the data, they are 0. */
  private fill(): void {
    const { bytes } = this;
    do {
      let byte = this.at < bytes.length ? bytes[this.at]! : -1;
      if (byte === 0xff) {
        // 0 is stuffed after a byte of 255; other bytes make it a marker.
        if (bytes[this.at + 1] === 0) this.at += 2;
        else byte = -1;
      } else if (byte >= 0) this.at++;
      if (byte < 0) {
        this.beyond += 8;
        byte = 0;
      }
      this.bits = (this.bits << 8) | byte;
      this.count += 8;
    } while (this.count < MIN_BITS);
  }

  private symbol({ lookup, maxCode, offset, values }: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const entry = lookup[(this.bits >> (this.count - LOOKUP_BITS)) & LOOKUP_MASK]!;
    if (entry !== 0) {
      this.count -= entry >> 8;
      return entry & 255;
    }
    for (let length = LOOKUP_BITS + 1; length <= 16; length++) {
      const code = (this.bits >> (this.count - length)) & ((1 << length) - 1);
      if (code > maxCode[length]!) continue;
      this.count -= length;
      return values[offset[length]! + code]!;
    }
    this.isDamaged = true;
    return 0;
  }

  /** Read a signed number of 1 to 15 bits. */
  private signed(size: number): number {
    if (this.count < 16) this.fill();
    this.count -= size;
    const value = (this.bits >> this.count) & ((1 << size) - 1);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /**
   * Read a block, with its first coefficient as the difference to that of the block before.
   *
   * @param block - 64 zeros: receives 8 rows of 8 coefficients, multiplied by their factors, except for the first one.
   * @param factors - In the order of the file.
   * @returns The first coefficient.
   */
  readBlock(dc: HuffmanTable, ac: HuffmanTable, factors: Uint16Array, block: Int32Array): number {
    const difference = this.first(dc);
    let columns = 0;
    for (let k = 1; k < 64; k++) {
      const symbol = this.symbol(ac);
      const size = symbol & 15;
      if (size === 0) {
        if (symbol !== 0xf0) break;
        k += 15;
        continue;
      }
      k += symbol >> 4;
      if (k > 63) {
        this.isDamaged = true;
        break;
      }
      const place = ZIGZAG[k]!;
      block[place] = this.signed(size) * factors[k]!;
      if (place > 7) columns |= 1 << (place & 7);
    }
    this.columns = columns;
    if (this.beyond > this.count) this.isDamaged = true;
    return difference;
  }

  /** Read a block like {@link readBlock}, except for its other coefficients. Most blocks are skipped, so this is written for speed. */
  skipBlock(dc: HuffmanTable, ac: HuffmanTable): number {
    const difference = this.first(dc);
    const { skip } = ac;
    let { bits, count } = this;
    for (let k = 1; k < 64; ) {
      if (count < MIN_BITS) {
        this.bits = bits;
        this.count = count;
        this.fill();
        bits = this.bits;
        count = this.count;
      }
      let entry = skip[(bits >> (count - LOOKUP_BITS)) & LOOKUP_MASK]!;
      if (entry !== 0) count -= entry >> 8;
      else {
        // A long code, and its number.
        this.count = count;
        entry = this.symbol(ac);
        if ((entry & 15) !== 0) this.signed(entry & 15);
        bits = this.bits;
        count = this.count;
      }
      k += ((entry >> 4) & 15) + 1;
      if ((entry & 15) === 0 && (entry & 255) !== 0xf0) break;
      if (k > 64) this.isDamaged = true;
    }
    this.bits = bits;
    this.count = count;
    if (this.beyond > count) this.isDamaged = true;
    return difference;
  }

  private first(dc: HuffmanTable): number {
    const size = this.symbol(dc);
    if (size > 15) this.isDamaged = true;
    return (size & 15) === 0 ? 0 : this.signed(size & 15);
  }

  /** Skip the rest of a byte and the restart marker that follows. */
  restart(index: number): void {
    const { bytes, at } = this;
    // Whole bytes are left before the marker only if the data are damaged.
    const isMarker = bytes[at] === 0xff && bytes[at + 1] === 0xd0 + (index & 7);
    if (this.count - this.beyond >= 8 || !isMarker) this.isDamaged = true;
    this.at += 2;
    this.bits = 0;
    this.count = 0;
    this.beyond = 0;
  }
}
