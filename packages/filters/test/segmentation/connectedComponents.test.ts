import { expect, it } from "vitest";
import { connectedComponents } from "../../src/index.ts";

it("connectedComponents joins over sides and corners, and not from one row's end to the next one's start", () => {
  const mask = Uint8Array.from(
    [
      [1, 0, 0, 0, 1],
      [0, 1, 0, 0, 0],
      [1, 0, 0, 0, 1],
      [0, 0, 0, 1, 0],
    ].flat(),
  );
  const parts = connectedComponents(mask, 4, 5).map((part) => [...part].sort((a, b) => a - b));
  expect(parts).toEqual([[0, 6, 10], [4], [14, 18]]);
});
