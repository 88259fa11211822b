import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { augment, drawSymmetry, type SquareSymmetry, type SymmetryGroup } from "../../src/index.ts";

const ALL = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const square: Float32Array = Float32Array.from({ length: 3 * 3 * 2 }, (_, i) => i);
const key = (values: Float32Array): string => values.join();
const apply = (symmetry: SquareSymmetry, values = square): Float32Array =>
  augment(values, [3, 3, 2], symmetry);

describe("augment", () => {
  it("turns counter-clockwise", () => {
    // 0 1 2      2 5
    // 3 4 5  →   1 4
    //            0 3
    const turned = augment(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 3, 1], 1);
    expect([...turned]).toEqual([2, 5, 1, 4, 0, 3]);
  });
  it("mirrors left to right", () => {
    expect([...augment(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 3, 1], 4)]).toEqual([2, 1, 0, 5, 4, 3]);
  });
  it("turns upside down after two quarters", () => {
    expect([...augment(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 3, 1], 2)]).toEqual([5, 4, 3, 2, 1, 0]);
  });
  it("makes eight different images", () => {
    expect(new Set(ALL.map((symmetry) => key(apply(symmetry)))).size).toBe(8);
  });
  it("is a group: any two after one another are one of the eight, as in the dihedral group", () => {
    const images = ALL.map((symmetry) => key(apply(symmetry)));
    for (const first of ALL) {
      for (const second of ALL) {
        // mirror then turn: (r^b m^s)(r^a m^t) = r^(b ± a) m^(s+t)
        const [a, t, b, s] = [first & 3, first >> 2, second & 3, second >> 2];
        const expected = ((b + (s ? 4 - a : a)) & 3) + 4 * ((s + t) & 1);
        expect(images.indexOf(key(apply(second, apply(first))))).toBe(expected);
      }
    }
  });
  it("keeps the channels of a pixel together", () => {
    for (const symmetry of ALL) {
      const values = apply(symmetry);
      for (let i = 0; i < values.length; i += 2) expect(values[i + 1]).toBe(values[i]! + 1);
    }
  });
  it("copies for the symmetry 0", () => {
    const copy = apply(0);
    expect(copy).toEqual(square);
    expect(copy).not.toBe(square);
  });
  it("rejects a wrong shape and an unknown symmetry", () => {
    expect(() => augment(square, [3, 3, 1], 0)).toThrow(
      "values must have shape [3,3,1], got 18 values instead of 9",
    );
    expect(() => augment(square, [3, 3, 2], 8 as 7)).toThrow(
      "symmetry must be an integer from 0 to 7, got 8",
    );
  });
});

describe("drawSymmetry", () => {
  const drawn = (augmentation: SymmetryGroup): number[] => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < 4000; i++) counts[drawSymmetry(augmentation, randomStream(5, "augment", i))]!++;
    return counts;
  };
  it("draws no symmetry for none", () => {
    expect(drawn("none")).toEqual([4000, 0, 0, 0, 0, 0, 0, 0]);
  });
  it("draws both flips as often, within four standard deviations", () => {
    const counts = drawn("flip");
    expect(counts[0]! + counts[4]!).toBe(4000);
    expect(Math.abs(counts[4]! - 2000)).toBeLessThan(4 * Math.sqrt(1000));
  });
  it("draws the four quarter turns of c4 as often, and no mirroring", () => {
    const counts = drawn("c4");
    for (const count of counts.slice(0, 4)) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(750));
    expect(counts.slice(4)).toEqual([0, 0, 0, 0]);
  });
  it("draws all eight of d4 as often, within four standard deviations", () => {
    for (const count of drawn("d4")) expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt(437.5));
  });
  it("rejects an unknown augmentation", () => {
    expect(() => drawSymmetry("turns" as "d4", randomStream(0, "augment"))).toThrow(
      'augmentation must be "none", "flip", "c4" or "d4", got "turns"',
    );
  });
});
