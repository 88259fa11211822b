import { expect, test } from "vitest";
import { outputNames } from "../../src/node.ts";

test("outputs are named for their files, with the extension where names differ in it only", () => {
  const names = ["a.png", "b/c.jpg", "b/c.png", "d.e.png"].map((name) => ({ name }));
  expect(outputNames(names)).toEqual(["a", "b/c.jpg", "b/c.png", "d.e"]);
});

test.each([[["a.png", "a.jpg", "a.png.png"]], [["a.png", "a.jpg", "A.PNG.png"]]])(
  "all of %j keep their extension, since a name would be used twice",
  (doubled) => {
    expect(outputNames(doubled.map((name) => ({ name })))).toEqual(doubled);
  },
);
