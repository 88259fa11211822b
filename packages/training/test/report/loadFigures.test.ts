import { expect, test } from "vitest";
import { loadFigures } from "../../src/report/loadFigures.ts";

test("loadFigures loads the charts, and names what to install where they are missing", async () => {
  expect(Object.keys(await loadFigures("trainFolder"))).toContain("lossPlot");
  const missing = Object.assign(new Error("Cannot find package '@cellgen/figures' imported from report.js"), {
    code: "ERR_MODULE_NOT_FOUND",
  });
  await expect(loadFigures("trainFolder", () => Promise.reject(missing))).rejects.toMatchObject({
    code: "ERR_MISSING_FIGURES",
    cause: missing,
    message: expect.stringMatching(/^trainFolder: .*npm install @cellgen\/figures$/),
  });
  const broken = new Error("vega is broken");
  await expect(loadFigures("trainFolder", () => Promise.reject(broken))).rejects.toBe(broken);
});
