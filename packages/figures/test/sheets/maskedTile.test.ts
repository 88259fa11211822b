import { expect, test } from "vitest";
import { maskedTile } from "../../src/sheets/maskedTile.ts";

test("masked pixels are magenta, the others keep their values", () => {
  const mask = { width: 2, height: 1, fill: Uint8Array.of(0, 1) };
  const magenta = [0.52, -0.81, -0.24];
  const grey = { width: 2, height: 1, channels: 1, values: Float32Array.of(0.25, 1) };
  expect(maskedTile(grey, mask)).toEqual({
    width: 2,
    height: 1,
    channels: 3,
    values: Float32Array.of(0.25, 0.25, 0.25, ...magenta),
  });
  const colour = { ...grey, channels: 3, values: Float32Array.of(0, 0.5, 1, 1, 1, 1) };
  expect([...maskedTile(colour, mask).values]).toEqual([...Float32Array.of(0, 0.5, 1, ...magenta)]);
});
