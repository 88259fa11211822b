import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { torchNormal } from "./torchNormal.ts";

it("torchNormal gives PyTorch's numbers, which the constants of Hugging Face's tests rest on", () => {
  const golden: { randn_float32: { seed: string; n: number; values: number[] }[] } = JSON.parse(
    readFileSync(new URL("../../../../fixtures/random.json", import.meta.url), "utf8"),
  );
  const blocks = golden.randn_float32.filter(({ n, seed }) => n % 16 === 0 && Number(seed) < 2 ** 32);
  expect(blocks.length).toBeGreaterThan(2);
  for (const { seed, n, values } of blocks) {
    const normals = torchNormal(Number(seed))(n);
    values.forEach((value, i) => {
      expect(Math.abs(normals[i]! - value)).toBeLessThan(2e-6);
    });
  }
});
