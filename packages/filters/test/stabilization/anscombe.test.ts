import { describe, expect, it } from "vitest";
import { anscombe, inverseAnscombe } from "../../src/index.ts";
import { expectClose, goldenAnscombe } from "../golden.ts";

const { anscombe: golden } = goldenAnscombe;

describe("anscombe", () => {
  it("gives the golden values", () => {
    expectClose(anscombe(Float64Array.from(golden.x)), golden.forward, 1e-12);
    expect(anscombe(Float32Array.of(0, -3))).toEqual(Float32Array.of(2 * Math.sqrt(3 / 8), 0));
  });
});

describe("inverseAnscombe", () => {
  it("gives the golden closed form, and is near the exact unbiased inverse", () => {
    const d = Float64Array.from(golden.d);
    expectClose(inverseAnscombe(d), golden.inverse_exact_closed_form, 1e-12);
    inverseAnscombe(d).forEach((value, i) => {
      expect(Math.abs(value - golden.inverse_exact_numeric[i]!)).toBeLessThan(0.02);
    });
  });

  it("turns the mean of transformed counts into the mean of the counts, where the plain inverse is too low", () => {
    const means = inverseAnscombe(Float64Array.from(golden.expected_forward));
    means.forEach((mean, i) => {
      const counts = golden.poisson_mean[i]!;
      expect(Math.abs(mean - counts)).toBeLessThan(0.02);
      const plain = (golden.expected_forward[i]! / 2) ** 2 - 3 / 8;
      if (counts > 1) expect(plain - counts).toBeLessThan(-0.2);
    });
  });

  it("is 0 below what no counts give", () => {
    expect(inverseAnscombe(Float64Array.of(-1, 0, 0.1, 1.2))).toEqual(new Float64Array(4));
  });

  it("refuses other arrays and NaN, in the name of the general form", () => {
    // @ts-expect-error plain numbers are no pixel values
    expect(() => anscombe([1])).toThrow(TypeError);
    expect(() => inverseAnscombe(Float32Array.of(Number.NaN))).toThrow(RangeError);
  });
});
