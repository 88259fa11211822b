import { expect, it } from "vitest";
import { CELL_FEATURES, cellFeatureStandardiser } from "../../src/index.ts";

it("cellFeatureStandardiser takes the features without an upper bound by their logarithms", () => {
  const dimension = CELL_FEATURES.length;
  const real = new Float64Array(2 * dimension);
  real.fill(Math.E - 1, dimension); // its logarithm is 1, so both are standardised to -1 and 1
  const got = cellFeatureStandardiser(real)(new Float64Array(dimension).fill(Math.E ** 2 - 1));
  for (const [column, name] of CELL_FEATURES.entries()) {
    const isUnbounded = /^(cells|area|perimeter|haralickContrast|\w+(Skewness|Kurtosis))$/.test(name);
    expect(got[column], name).toBeCloseTo(isUnbounded ? 3 : 2 * (Math.E + 1) - 1, 9);
  }
});
