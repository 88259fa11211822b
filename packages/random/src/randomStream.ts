import { philoxBlock } from "./philox4x32.ts";
import { streamHash } from "./streamHash.ts";

const WORD_VALUES = 2 ** 32;
const ROUNDS = 10;

/** A sequence of random numbers. All methods draw from the same sequence. */
export interface RandomStream {
  /** Draw a uniform number on [0, 1). It is a multiple of 2^-24 and thus exact in float32. */
  uniform(): number;
  /** Draw a standard normal number. Its magnitude is at most 6.67. */
  normal(): number;
  /**
   * Draw an unbiased uniform integer in 0…bound-1.
   *
   * @throws RangeError if `bound` is not an integer in 1…2^32.
   */
  integer(bound: number): number;
  /** Fill `out` with successive values of `uniform()` and return it. */
  fillUniform(out: Float32Array): Float32Array;
  /** Fill `out` with successive values of `normal()`, rounded to float32, and return it. */
  fillNormal(out: Float32Array): Float32Array;
  /**
   * Draw a uniformly random permutation of 0…count-1 (Fisher-Yates).
   *
   * @throws RangeError if `count` is not an integer in 0…2^32-1.
   */
  permutation(count: number): Uint32Array;
}

/**
 * Create the random stream of (seed, stream, index, index2). The same arguments always give the same numbers.
 *
 * Block b of the stream is Philox4x32-10 with key = the 64-bit seed and counter = [b, index, index2, FNV-1a(stream)]. Streams that differ
 * in any of the four arguments never overlap, except for stream names with the same hash.
 *
 * `normal = sqrt(-2 ln u1) * cos(2 pi u2)`, then the same with sin, with u1 = (word + 1)/2^32 (never zero) and u2 = word/2^32, in float64
 * (Box and Muller 1958).
 *
 * @param seed - An integer, 0…2^53-1.
 * @param stream - Purpose of the numbers, for example `"initialNoise"`.
 * @param index - An integer, 0…2^32-1, for example the image or the step. @default 0
 * @param index2 - A second index, 0…2^32-1. @default 0
 * @throws RangeError if a number is out of range; TypeError if `stream` is not a string.
 */
export function randomStream(seed: number, stream: string, index = 0, index2 = 0): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`randomStream: seed must be an integer in 0…2^53-1, got ${seed}.`);
  }
  if (typeof stream !== "string") {
    throw new TypeError(`randomStream: stream must be a string, got ${typeof stream}.`);
  }
  checkWord("index", index);
  checkWord("index2", index2);
  const key0 = seed % WORD_VALUES;
  const key1 = Math.floor(seed / WORD_VALUES);
  const hash = streamHash(stream);

  const words = new Uint32Array(4);
  let block = 0;
  let position = 4; // index of the next word in `words`; 4 if none is left
  // The sine half of the last pair, NaN once it is used. It is in an array because assigning a closure variable would allocate a number.
  const spareNormal = Float64Array.of(Number.NaN);

  function nextWord(): number {
    if (position === 4) {
      if (block === WORD_VALUES)
        throw new RangeError("randomStream: a stream has at most 2^34 words. Use another index.");
      philoxBlock(words, block, index, index2, hash, key0, key1, ROUNDS);
      block++;
      position = 0;
    }
    return words[position++]!;
  }

  function uniform(): number {
    return (nextWord() >>> 8) / 2 ** 24;
  }

  function normal(): number {
    const spare = spareNormal[0]!;
    if (!Number.isNaN(spare)) {
      spareNormal[0] = Number.NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log((nextWord() + 1) / WORD_VALUES));
    const angle = 2 * Math.PI * (nextWord() / WORD_VALUES);
    spareNormal[0] = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  function integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > WORD_VALUES) {
      throw new RangeError(`integer: bound must be an integer in 1…2^32, got ${bound}.`);
    }
    // Reject words from the last whole multiple of bound: they would favor small remainders.
    const limit = WORD_VALUES - (WORD_VALUES % bound);
    let word = nextWord();
    while (word >= limit) word = nextWord();
    return word % bound;
  }

  return {
    uniform,
    normal,
    integer,
    fillUniform(out) {
      for (let i = 0; i < out.length; i++) out[i] = uniform();
      return out;
    },
    fillNormal(out) {
      for (let i = 0; i < out.length; i++) out[i] = normal();
      return out;
    },
    permutation(count) {
      if (!Number.isInteger(count) || count < 0 || count >= WORD_VALUES) {
        throw new RangeError(`permutation: count must be an integer in 0…2^32-1, got ${count}.`);
      }
      const order = Uint32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = integer(i + 1);
        const value = order[i]!;
        order[i] = order[j]!;
        order[j] = value;
      }
      return order;
    },
  };
}

function checkWord(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= WORD_VALUES) {
    throw new RangeError(`randomStream: ${name} must be an integer in 0…2^32-1, got ${value}.`);
  }
}
