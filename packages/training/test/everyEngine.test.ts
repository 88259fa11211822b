import { createEngine } from "@cellgen/engine/node";
import { expect, test } from "vitest";
import { nodeEngines } from "../../../test/nodeEngines.ts";
import { createTrainer } from "../src/index.ts";
import { take, tinyOptions } from "./tinyTraining.ts";

/** What two steps make of the network: the first changes only what is not zero in the beginning. */
async function trained(name: (typeof nodeEngines)[number]) {
  const engine = await createEngine(name);
  const trainer = await createTrainer(tinyOptions(engine, { steps: 2, warmupSteps: 0 }));
  const records = await take(trainer);
  const parameters = Object.values(trainer.parameters()).flatMap((values) => [...values]);
  await trainer.dispose();
  await engine.dispose();
  return { losses: records.map(({ loss }) => loss), parameters };
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
