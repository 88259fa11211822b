import { expect, it } from "vitest";
import { nullClassOf } from "../../src/index.ts";
import { tinyModel } from "../tinyModel.ts";

it("the null class is the row of the class table after the classes' own, where there is one more", () => {
  const classes = ["red", "white"];
  expect(nullClassOf(tinyModel({ classes }))).toBe(2);
  expect(nullClassOf(tinyModel({ classes, network: { numClassEmbeds: 2 } }))).toBeUndefined();
  expect(nullClassOf(tinyModel())).toBeUndefined();
});
