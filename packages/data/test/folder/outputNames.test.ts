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

test("the position in a stack follows the name of its file", () => {
  const planes = ["a/stack.ome.tif#z3t0", "a/stack.ome.tif#z4t0"].map((name) => ({
    name,
    file: "a/stack.ome.tif",
  }));
  expect(outputNames([...planes, { name: "b#1.png" }])).toEqual(["a/stack-z3t0", "a/stack-z4t0", "b#1"]);
  expect(outputNames([...planes, { name: "a/stack-z3t0.png" }])[0]).toBe("a/stack.ome.tif-z3t0");
});
