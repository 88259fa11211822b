import { expect, test } from "vitest";
import { loadReport } from "../../src/run/loadReport.ts";

test("loadReport loads the reports, and names what to install if figures are missing", async () => {
  expect(Object.keys(await loadReport("trainFolder"))).toContain("writeRunReport");
  const missing = Object.assign(new Error("Cannot find package '@cellgen/figures' imported from report.js"), {
    code: "ERR_MODULE_NOT_FOUND",
  });
  await expect(loadReport("trainFolder", () => Promise.reject(missing))).rejects.toMatchObject({
    code: "ERR_MISSING_FIGURES",
    cause: missing,
    message: expect.stringMatching(/^trainFolder: .*npm install @cellgen\/figures$/),
  });
  const broken = new Error("vega is broken");
  await expect(loadReport("trainFolder", () => Promise.reject(broken))).rejects.toBe(broken);
});
