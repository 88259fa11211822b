import { boxMask } from "@cellgen/data";
import { expect, test } from "vitest";
import { clearHole } from "../../src/inpaint/clearHole.ts";

test("a cleared hole has nothing of what it was, and known pixels stay", () => {
  const data = new Uint8Array(49).fill(100);
  const image = { width: 7, height: 7, channels: 1, data: data.slice() } as const;
  for (let y = 1; y < 6; y++) image.data.fill(7 * y, 7 * y + 1, 7 * y + 6);
  expect(clearHole(image, boxMask(7, 7, { left: 1, top: 1, width: 5, height: 5 })).data).toEqual(data);
});
