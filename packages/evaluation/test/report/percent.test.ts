import { expect, it } from "vitest";
import { percent } from "../../src/report/percent.ts";

it("percent rounds to whole ones, and calls nothing none or all that is not", () => {
  for (const [share, text] of [
    [0, "0 %"],
    [0.00001, "0.1 %"],
    [0.004, "0.4 %"],
    [0.01, "1 %"],
    [0.914, "91 %"],
    [0.99, "99 %"],
    [0.996, "99.6 %"],
    [0.99999, "99.9 %"],
    [1, "100 %"],
    [Number.NaN, "–"],
  ] as const) {
    expect(percent(share)).toBe(text);
  }
});
