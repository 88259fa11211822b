import { expect, test } from "vitest";
import { shellWord } from "../../src/text.ts";

test("words read as a shell reads them back", () => {
  expect(["runs/a", "my cells", "it's"].map(shellWord)).toEqual(["runs/a", "'my cells'", "'it'\\''s'"]);
});
