import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { philox4x32 } from "../src/index.ts";

interface Block {
  readonly generator: string;
  readonly rounds: number;
  readonly counter: readonly string[];
  readonly key: readonly string[];
  readonly output: readonly string[];
  readonly random123_known_answer: boolean;
}

const golden: { counter_based: readonly Block[] } = JSON.parse(
  readFileSync(new URL("../../../fixtures/random.json", import.meta.url), "utf8"),
);
const blocks = golden.counter_based.filter((block) => block.generator === "philox4x32");
const words = (hex: readonly string[]) => Uint32Array.from(hex, (word) => Number.parseInt(word, 16));

describe("philox4x32", () => {
  it("gives the golden blocks, Random123's three known answers among them", () => {
    expect(blocks.length).toBe(10);
    expect(blocks.filter((block) => block.random123_known_answer).length).toBe(3);
    for (const { counter, key, rounds, output } of blocks) {
      expect(philox4x32(words(counter), words(key), rounds)).toEqual(words(output));
    }
  });

  it("takes ten rounds unless told otherwise, and leaves its arguments", () => {
    const counter = Uint32Array.of(1, 2, 3, 4);
    const key = Uint32Array.of(7, 0);
    expect(philox4x32(counter, key)).toEqual(philox4x32(counter, key, 10));
    expect([...counter, ...key]).toEqual([1, 2, 3, 4, 7, 0]);
  });

  it("rejects counters and keys of another length, and rounds below 1", () => {
    const counter = new Uint32Array(4);
    expect(() => philox4x32(new Uint32Array(2), new Uint32Array(2))).toThrow(
      "philox4x32: counter must have 4 words, got 2.",
    );
    expect(() => philox4x32(counter, new Uint32Array(4))).toThrow(
      "philox4x32: key must have 2 words, got 4.",
    );
    expect(() => philox4x32(counter, new Uint32Array(2), 0)).toThrow(RangeError);
  });
});
