import { expect, it } from "vitest";
import { classCondition } from "../../src/index.ts";
import { OptionError } from "../../src/options/index.ts";
import { tinyModel } from "../tinyModel.ts";

const classes = ["red", "white"];
const model = tinyModel({ classes });
const withoutNullClass = tinyModel({ classes, network: { numClassEmbeds: 2 } });

it("classCondition takes a name, a number, or one for each image", () => {
  expect(classCondition("test", model, { class: "white" }).label).toBe(1);
  expect(classCondition("test", model, { class: 1 }).labelOf(7)).toBe(1);
  expect(classCondition("test", model, { class: (index) => classes[index % 2]! }).labelOf(3)).toBe(1);
  expect(classCondition("test", model, { class: undefined }).labelOf(0)).toBeUndefined();
});

it("classCondition finds a class whether its accents are composed or not", () => {
  for (const form of ["NFC", "NFD"] as const) {
    const accented = tinyModel({ classes: ["red", "caf\u00e9".normalize(form)] });
    for (const asked of ["caf\u00e9", "cafe\u0301"]) {
      expect(classCondition("test", accented, { class: asked }).label).toBe(1);
    }
  }
});

it("guidance takes two calls of the network a step, a scale of 1 takes one", () => {
  expect(classCondition("test", model, { class: 0, guidanceScale: 2 })).toMatchObject({
    calls: 2,
    guidanceScale: 2,
  });
  expect(classCondition("test", model, { class: 0 })).toMatchObject({ calls: 1, guidanceScale: 1 });
});

it.each([
  [model, { class: "wite" }, "ERR_NO_SUCH_CLASS", "class"],
  [model, { class: 2, option: "to" }, "ERR_NO_SUCH_CLASS", "to"],
  [tinyModel(), { class: 0 }, "ERR_NO_SUCH_CLASS", "class"],
  [withoutNullClass, { class: undefined }, "ERR_CLASS_REQUIRED", "class"],
  [withoutNullClass, { class: 0, guidanceScale: 2 }, "ERR_NO_GUIDANCE", "guidanceScale"],
  [model, { class: undefined, guidanceScale: 2 }, "ERR_NO_GUIDANCE", "guidanceScale"],
  [model, { class: 0, guidanceScale: Number.POSITIVE_INFINITY }, "ERR_OUT_OF_RANGE", "guidanceScale"],
])("classCondition refuses what the model cannot do: %#", (of, request, code, option) => {
  expect(() => classCondition("test", of, request)).toThrow(OptionError);
  expect(() => classCondition("test", of, request)).toThrow(expect.objectContaining({ code, option }));
});

it("the nearest class is named", () => {
  expect(() => classCondition("test", model, { class: "wite" })).toThrow(/Did you mean white\?$/);
});
