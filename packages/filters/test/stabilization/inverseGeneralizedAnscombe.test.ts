import { describe, expect, it } from "vitest";
import { inverseGeneralizedAnscombe } from "../../src/index.ts";
import { expectClose, golden, goldenAnscombe } from "../golden.ts";

describe("inverseGeneralizedAnscombe", () => {
  it("gives the golden closed form where it holds, and the offset below", () => {
    for (const {
      gain,
      sigma,
      mu,
      forward,
      inverse_exact_closed_form,
    } of goldenAnscombe.generalized_anscombe) {
      const got = inverseGeneralizedAnscombe(Float64Array.from(forward), { gain, offset: mu, read: sigma });
      const want = forward.map((value, i) =>
        value > 2 * Math.sqrt(3 / 8) ? Math.max(inverse_exact_closed_form[i]!, mu) : mu,
      );
      expectClose(got, want, 1e-12);
    }
  });

  it("turns the exact mean of the transform into the mean, within 0.045 of the gain", () => {
    expect(golden.meanOfTransform.length).toBe(50);
    for (const { read, electrons, value } of golden.meanOfTransform) {
      const noise = { gain: 3, offset: 50, read: 3 * read };
      const [mean] = inverseGeneralizedAnscombe(Float64Array.of(value), noise);
      expect(Math.abs(mean! - (3 * electrons + 50))).toBeLessThan(3 * (read === 0 ? 0.02 : 0.045));
    }
  });

  it("refuses other arrays, NaN, and numbers that are no noise", () => {
    // @ts-expect-error plain numbers are no pixel values
    expect(() => inverseGeneralizedAnscombe([1], { gain: 1 })).toThrow(TypeError);
    expect(() => inverseGeneralizedAnscombe(Float64Array.of(Number.NaN), { gain: 1 })).toThrow(RangeError);
    expect(() => inverseGeneralizedAnscombe(Float64Array.of(1), { gain: -1 })).toThrow(
      new RangeError("inverseGeneralizedAnscombe: gain must be finite and above 0, got -1."),
    );
  });
});
