import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { cropFolder } from "./cropFolder.ts";

const { at, crop } = await cropFolder();

test.each([
  [[], "Exactly one of --masks, --boxes, --grid, --random must be given, got none."],
  [["--grid", "--random", "3", "--size", "9"], "got --grid and --random."],
  [["--grid"], "--grid requires --size."],
  [["--grid", "--size", "64x"], "--size must be a side or WIDTHxHEIGHT in pixels"],
  [["--masks", "m", "--pixel-size", "0um"], "--pixel-size must be a length in micrometers above 0"],
  [["--masks", "m", "--margin", "x"], "--margin must be a share"],
  [["--masks", "m", "--scale", "fit"], "--scale fit requires --size."],
  [["--grid", "--size", "900"], "gave no crops from 3 fields: 1 unreadable file. Nothing was written."],
])("data crop %j fails with one line that names the flag", async (argv, message) => {
  const { code, err } = await crop("--input", at("fields"), "--out", at("never"), ...argv);
  expect(err).toContain(message);
  expect(code).toBe(2);
  expect(existsSync(at("never"))).toBe(false);
});
