import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { granularity } from "../../src/cells/granularity.ts";

/** Of an octagon with equal sides along rows and columns, `2 radius + 1` wide, with corners cut by `cut`. */
function spectrumOf(radius: number, cut: number): number[] {
  const plane = Float64Array.from({ length: 40 * 40 }, (_, pixel) => {
    const [dy, dx] = [Math.abs(Math.floor(pixel / 40) - 20), Math.abs((pixel % 40) - 20)];
    return dy <= radius && dx <= radius && dy + dx <= 2 * radius - cut ? 0.7 : 0;
  });
  return granularity(plane, 40, 40);
}

describe("granularity", () => {
  it("of one spot is at the first radius that is larger", () => {
    expect(spectrumOf(0, 0)).toEqual([1, 0, 0, 0]);
    expect(spectrumOf(1, 1)).toEqual([0, 1, 0, 0]);
    expect(spectrumOf(2, 1)).toEqual([0, 0, 1, 0]);
    expect(spectrumOf(4, 2)).toEqual([0, 0, 0, 1]);
  });

  it("leaves out what is larger than all shapes, and is 0 where there is nothing", () => {
    expect(spectrumOf(8, 4)).toEqual([0, 0, 0, 0]);
    expect(granularity(new Float64Array(12), 3, 4)).toEqual([0, 0, 0, 0]);
  });

  it("is never below 0", () => {
    const noise = randomStream(1, "noise").fillUniform(new Float32Array(30 * 30));
    const shares = granularity(Float64Array.from(noise), 30, 30);
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
    expect(shares[0]).toBeGreaterThan(0.3);
  });
});
