import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/schedules", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "cosineSchedule",
      "linearSchedule",
      "noiseSchedule",
      "scaledLinearSchedule",
      "sigmoidSchedule",
      "spacedTimesteps",
    ]
  `);
});
