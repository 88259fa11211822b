import { expect, it } from "vitest";
import { reflectIndex } from "../src/reflectIndex.ts";

it("beyond the edges the line is mirrored, again and again", () => {
  const places = Array.from({ length: 13 }, (_, i) => reflectIndex(i - 5, 3));
  expect(places).toEqual([1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1]);
  expect(reflectIndex(-7, 1)).toBe(0);
});
