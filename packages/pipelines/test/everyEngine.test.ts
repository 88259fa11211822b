import { createEngine } from "@cellgen/engine/node";
import { expect, test } from "vitest";
import { nodeEngines } from "../../../test/nodeEngines.ts";
import { drawnTwice } from "./tinyModel.ts";

async function drawn(name: (typeof nodeEngines)[number]): Promise<Float32Array[]> {
  const engine = await createEngine(name);
  const images = await drawnTwice(engine);
  await engine.dispose();
  return images;
}

const others = nodeEngines.filter((name) => name !== "onnx");

test.each(others)("the images that %s draws are those that onnx draws, within 1e-4", async (name) => {
  const [expected, actual] = [await drawn("onnx"), await drawn(name)];
  expect(actual.length).toBe(2);
  const differences = actual.flatMap((values, k) =>
    Array.from(values, (value, i) => Math.abs(value - expected[k]![i]!)),
  );
  expect(differences.length).toBe(2 * 64);
  expect(Math.max(...differences)).toBeLessThan(1e-4);
});
