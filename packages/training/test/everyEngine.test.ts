import { createEngine } from "@cellgen/engine/node";
import { expect, test } from "vitest";
import { nodeEngines } from "../../../test/nodeEngines.ts";
import { trainedTwice } from "./tinyTraining.ts";

async function trained(name: (typeof nodeEngines)[number]) {
  const engine = await createEngine(name);
  const results = await trainedTwice(engine);
  await engine.dispose();
  return results;
}

const others = nodeEngines.filter((name) => name !== "onnx");

test.each(others)("a network that %s trains is the one that onnx trains, within 1e-4", async (name) => {
  const [expected, actual] = [await trained("onnx"), await trained(name)];
  expect(furthest(actual.losses, expected.losses)).toBeLessThan(1e-4);
  expect(furthest(actual.parameters, expected.parameters)).toBeLessThan(1e-4);
});

function furthest(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}
