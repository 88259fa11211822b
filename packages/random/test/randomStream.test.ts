import { describe, expect, it } from "vitest";
import { philox4x32, randomStream } from "../src/index.ts";

/** FNV-1a's published value of "a": 0xe40c292c. */
const HASH_OF_A = 0xe40c292c;

function moments(values: Float32Array) {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const central = (power: number) => values.reduce((sum, x) => sum + (x - mean) ** power, 0) / n;
  const variance = central(2);
  return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

describe("randomStream", () => {
  it("is Philox4x32-10 of key = seed, counter = [block, index, index2, FNV-1a(stream)]", () => {
    const seed = 5 * 2 ** 32 + 3;
    const stream = randomStream(seed, "a", 8, 9);
    const words = [0, 1].flatMap((block) => [
      ...philox4x32(Uint32Array.of(block, 8, 9, HASH_OF_A), Uint32Array.of(3, 5)),
    ]);
    for (const word of words) expect(stream.integer(2 ** 32)).toBe(word);
  });

  it("gives the same numbers whatever was drawn from other streams", () => {
    const alone = randomStream(1, "noise", 3).fillNormal(new Float32Array(10));
    const others = [0, 1, 2, 3].map((index) => randomStream(1, "noise", index));
    for (const other of others.reverse()) other.uniform();
    expect(randomStream(1, "noise", 3).fillNormal(new Float32Array(10))).toEqual(alone);
  });

  it("differs in every word when seed, stream, index or index2 differ", () => {
    const streams = [
      randomStream(1, "a"),
      randomStream(2, "a"),
      randomStream(1 + 2 ** 32, "a"),
      randomStream(1, "b"),
      randomStream(1, "a", 1),
      randomStream(1, "a", 0, 1),
    ].map((stream) => Array.from({ length: 8 }, () => stream.integer(2 ** 32)));
    expect(new Set(streams.flat()).size).toBe(streams.length * 8);
  });

  it("rejects seeds and indices that are no integers in range, and a stream that is no string", () => {
    expect(() => randomStream(-1, "a")).toThrow("randomStream: seed must be an integer in 0…2^53-1, got -1.");
    expect(() => randomStream(0.5, "a")).toThrow(RangeError);
    expect(() => randomStream(2 ** 53, "a")).toThrow(RangeError);
    expect(() => randomStream(0, "a", 2 ** 32)).toThrow("randomStream: index must be an integer in 0…2^32-1");
    expect(() => randomStream(0, "a", 0, -1)).toThrow("randomStream: index2 must be an integer in 0…2^32-1");
    // @ts-expect-error a number is no name
    expect(() => randomStream(0, 7)).toThrow(TypeError);
  });
});

describe("uniform", () => {
  it("lies on [0, 1), is exact in float32, and has mean 1/2 and variance 1/12", () => {
    const n = 200_000;
    const values = randomStream(11, "uniform").fillUniform(new Float32Array(n));
    const stream = randomStream(11, "uniform");
    let equal = true;
    for (const value of values) equal &&= stream.uniform() === value && value >= 0 && value < 1;
    expect(equal).toBe(true);
    const { mean, variance, kurtosis } = moments(values);
    // Five standard errors: sqrt(1/12/n) = 0.00065, sqrt(1/180/n) = 0.00017.
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.0033);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.00085);
    expect(kurtosis).toBeCloseTo(1.8, 1);
  });

  it("fills 64 bins evenly", () => {
    const n = 64 * 4000;
    const counts = new Float64Array(64);
    const stream = randomStream(5, "bins");
    for (let i = 0; i < n; i++) counts[Math.floor(stream.uniform() * 64)]! += 1;
    const chiSquared = counts.reduce((sum, count) => sum + (count - 4000) ** 2 / 4000, 0);
    // 63 degrees of freedom: mean 63, standard deviation 11.2.
    expect(chiSquared).toBeGreaterThan(63 - 4 * 11.2);
    expect(chiSquared).toBeLessThan(63 + 5 * 11.2);
  });
});

describe("normal", () => {
  it("has mean 0, variance 1, skewness 0, kurtosis 3, and the tails of a normal", () => {
    const n = 400_000;
    const values = randomStream(3, "normal").fillNormal(new Float32Array(n));
    const { mean, variance, skewness, kurtosis } = moments(values);
    // Five standard errors: 1/sqrt(n) = 0.0016, sqrt(2/n) = 0.0022, sqrt(6/n) = 0.0039, sqrt(24/n) = 0.0077.
    expect(Math.abs(mean)).toBeLessThan(0.008);
    expect(Math.abs(variance - 1)).toBeLessThan(0.0112);
    expect(Math.abs(skewness)).toBeLessThan(0.0194);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.039);
    const beyond = (limit: number) => values.filter((x) => Math.abs(x) > limit).length / n;
    expect(beyond(1)).toBeCloseTo(0.31731, 2);
    expect(beyond(3)).toBeCloseTo(0.0027, 3);
  });

  it("comes in uncorrelated pairs, within a stream and between neighboring ones", () => {
    const n = 100_000;
    const first = randomStream(3, "normal", 0).fillNormal(new Float32Array(n));
    const second = randomStream(3, "normal", 1).fillNormal(new Float32Array(n));
    const correlation = (a: Float32Array, b: Float32Array, lag: number) =>
      a.subarray(lag).reduce((sum, x, i) => sum + x * b[i]!, 0) / n;
    for (const lag of [1, 2, 3, 4])
      expect(Math.abs(correlation(first, first, lag))).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(correlation(first, second, 0))).toBeLessThan(5 / Math.sqrt(n));
  });

  it("fillNormal goes on where the last call ended, odd lengths included", () => {
    const whole = randomStream(9, "normal").fillNormal(new Float32Array(11));
    const stream = randomStream(9, "normal");
    const parts = [3, 1, 5].flatMap((length) => [...stream.fillNormal(new Float32Array(length))]);
    parts.push(Math.fround(stream.normal()), Math.fround(stream.normal()));
    expect(parts).toEqual([...whole]);
  });
});

describe("integer", () => {
  it("is unbiased where a plain remainder is not", () => {
    // Of bound = 3 * 2^30, a remainder of 2^32 would make the first third twice as likely.
    const stream = randomStream(2, "integer");
    const n = 30_000;
    const counts = [0, 0, 0];
    for (let i = 0; i < n; i++) counts[Math.floor(stream.integer(3 * 2 ** 30) / 2 ** 30)]! += 1;
    for (const count of counts) expect(Math.abs(count / n - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / n));
  });

  it("is always 0 for bound 1, and rejects bounds outside 1…2^32", () => {
    const stream = randomStream(2, "integer");
    expect(stream.integer(1)).toBe(0);
    for (const bound of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) {
      expect(() => stream.integer(bound)).toThrow("integer: bound must be an integer in 1…2^32");
    }
  });
});

describe("permutation", () => {
  it("holds each number once, and every order of four is equally likely", () => {
    const order = randomStream(4, "order").permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const n = 24 * 500;
    const counts = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const name = randomStream(4, "order", i).permutation(4).join("");
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chiSquared).toBeLessThan(23 + 5 * Math.sqrt(46));
  });

  it("of none is empty, and rejects counts that are no integers in range", () => {
    const stream = randomStream(4, "order");
    expect(stream.permutation(0).length).toBe(0);
    expect(() => stream.permutation(-1)).toThrow(
      "permutation: count must be an integer in 0…2^32-1, got -1.",
    );
    expect(() => stream.permutation(2.5)).toThrow(RangeError);
  });
});
