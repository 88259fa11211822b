/** Number of bits that are looked up at once. */
export const LOOKUP_BITS = 9;

/** Huffman codes of a JPEG file. */
export interface HuffmanTable {
  /** By the next {@link LOOKUP_BITS} bits: `length << 8 | value` of the code that they begin with; 0 for a longer code. */
  readonly lookup: Uint16Array;
  /** Like `lookup`, with the bits of the number that follows a code in the length; 0 for a longer code. */
  readonly skip: Uint16Array;
  /** Largest code of each length, -1 if there is none. */
  readonly maxCode: Int32Array;
  /** By length: index of a code's value, less the code. */
  readonly offset: Int32Array;
  readonly values: Uint8Array;
}

/**
 * Create the table of Huffman codes.
 *
 * @param counts - Number of codes of each length from 1 to 16.
 * @returns Undefined if there are more codes than a length allows.
 * @see ITU-T T.81, annex C.
 */
export function huffmanTable(counts: Uint8Array, values: Uint8Array): HuffmanTable | undefined {
  const lookup = new Uint16Array(1 << LOOKUP_BITS);
  const skip = new Uint16Array(1 << LOOKUP_BITS);
  const maxCode = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  for (let length = 1, code = 0, index = 0; length <= 16; length++, code <<= 1) {
    offset[length] = index - code;
    for (let k = counts[length - 1]!; k > 0; k--, code++, index++) {
      if (code >= 1 << length) return undefined;
      maxCode[length] = code;
      if (length > LOOKUP_BITS) continue;
      const free = LOOKUP_BITS - length;
      const value = values[index]!;
      lookup.fill((length << 8) | value, code << free, (code + 1) << free);
      skip.fill(((length + (value & 15)) << 8) | value, code << free, (code + 1) << free);
    }
  }
  return { lookup, skip, maxCode, offset, values };
}
