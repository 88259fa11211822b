import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/random", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "philox4x32",
      "randomStream",
    ]
  `);
});
