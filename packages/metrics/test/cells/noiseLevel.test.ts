import { randomStream } from "@cellgen/random";
import { describe, expect, it } from "vitest";
import { noiseLevel } from "../../src/cells/noiseLevel.ts";

describe("noiseLevel", () => {
  it("is the noise's deviation, on a slope and on edges along rows and columns too", () => {
    const noise = randomStream(1, "noise").fillNormal(new Float32Array(128 * 128));
    const plane = Float64Array.from(noise, (value, pixel) => {
      const [x, y] = [pixel % 128, Math.floor(pixel / 128)];
      return 0.3 * value + 0.5 * x + (y > 60 ? 40 : 0);
    });
    // Of 15,876 sizes that overlap, the median is off by about 2 %.
    expect(noiseLevel(plane, 128, 128)).toBeGreaterThan(0.285);
    expect(noiseLevel(plane, 128, 128)).toBeLessThan(0.315);
  });

  it("of planes without noise, or too small to tell, is 0", () => {
    expect(noiseLevel(new Float64Array(25).fill(3), 5, 5)).toBe(0);
    expect(noiseLevel(Float64Array.of(0, 9, 0, 9, 0, 9), 2, 3)).toBe(0);
    expect(noiseLevel(Float64Array.of(0, 9, 0, 9, 0, 9), 3, 2)).toBe(0);
  });
});
