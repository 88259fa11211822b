import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { seededNoise } from "../../src/index.ts";

describe("seededNoise", () => {
  it("is each image's own stream, by number, and step by step", () => {
    const noise = seededNoise(42, [7, 0], [2, 3, 1]);
    const stream = (name: string, index: number, step = 0) => [
      ...randomStream(42, name, index, step).fillNormal(new Float32Array(6)),
    ];
    const [initial, step] = [noise.initial(), noise.step(3)];
    expect([...initial]).toEqual([...stream("initialNoise", 7), ...stream("initialNoise", 0)]);
    expect([...step]).toEqual([...stream("stepNoise", 7, 3), ...stream("stepNoise", 0, 3)]);
  });

  it("makes a new array at each call, of the same values", () => {
    const noise = seededNoise(1, [0], [4, 4, 3]);
    for (const draw of [() => noise.initial(), () => noise.step(0)]) {
      const [first, second] = [draw(), draw()];
      expect(first).toEqual(second);
      expect(first).not.toBe(second);
    }
  });

  it("rejects no images, sides that are no positive integers, and seeds and numbers out of range", () => {
    expect(() => seededNoise(1, [], [4, 4, 3])).toThrow("seededNoise: indices must not be empty");
    expect(() => seededNoise(1, [0], [4, 0, 3])).toThrow(
      "imageShape must have 3 positive integers, got batch shape [1,4,0,3].",
    );
    expect(() => seededNoise(1, [0], [4, 4] as unknown as [number, number, number])).toThrow(RangeError);
    expect(() => seededNoise(-1, [0], [4, 4, 3])).toThrow("seed must be an integer in 0…2^53-1, got -1.");
    expect(() => seededNoise(1, [0.5], [4, 4, 3])).toThrow("index must be an integer in 0…2^32-1, got 0.5.");
  });
});
