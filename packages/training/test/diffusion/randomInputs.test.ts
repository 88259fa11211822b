import type { Engine } from "@cellgen/engine";
import { noiseSchedule } from "@cellgen/schedules";
import { expect, it } from "vitest";
import { randomInputs } from "../../src/diffusion/randomInputs.ts";
import { completeOptions } from "../../src/diffusion/trainerOptions.ts";
import type { TrainerOptions } from "../../src/index.ts";
import { noiseBatches, tinyOptions, tinyUnet } from "../tinyTraining.ts";

const noEngine = undefined as unknown as Engine;

/** Without dropout masks, which take long to draw. */
const unet = tinyUnet({ numClassEmbeds: 4 });

/** The inputs of one step, copied: the next call writes to the same arrays. */
function draw(step: number, changes: Partial<TrainerOptions> = {}, labels = Int32Array.of(0, 1)) {
  const inputs = randomInputs(completeOptions(tinyOptions(noEngine, changes)))(step, labels);
  return Object.fromEntries(Object.entries(inputs).map(([name, values]) => [name, values.slice()]));
}

it("a step has the same numbers whatever was drawn before, another step or seed has others", () => {
  const drawInputs = randomInputs(completeOptions(tinyOptions(noEngine)));
  drawInputs(8, Int32Array.of(2, 2));
  const afterAnother = drawInputs(3, Int32Array.of(0, 1));
  expect(afterAnother).toEqual(draw(3));
  expect(draw(4)["noise"]).not.toEqual(draw(3)["noise"]);
  expect(draw(3, { seed: 12 })["noise"]).not.toEqual(draw(3)["noise"]);
});

it("an image's numbers do not depend on its batch", () => {
  const two = draw(5);
  const four = draw(5, { batches: noiseBatches(4, 3) }, Int32Array.of(0, 1, 2, 0));
  expect(Object.keys(four)).toEqual(Object.keys(two));
  for (const [name, values] of Object.entries(two)) {
    expect(four[name]!.subarray(0, values.length)).toEqual(values);
    if (name !== "labels") expect(four[name]!.subarray(values.length)).not.toEqual(values);
  }
});

it("timesteps are uniform over the whole schedule", () => {
  const batches = noiseBatches(2000, 3);
  const schedule = noiseSchedule("squaredcos_cap_v2", 10);
  const { t } = draw(1, { unet, batches, schedule }, new Int32Array(2000));
  const counts = new Array<number>(10).fill(0);
  for (const value of t!) counts[value]!++;
  // 200 each, with a deviation of 13.4.
  for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
});

it("noise is standard normal", () => {
  const inputs = draw(1, { unet, batches: noiseBatches(200, 3) }, new Int32Array(200));
  const noise = Array.from(inputs["noise"]!);
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

it("labels become the null class as often as asked", () => {
  const labels = Int32Array.from({ length: 1000 }, (_, image) => image % 3);
  const batches = noiseBatches(1000, 3);
  const drawn = (labelDropout: number) => draw(1, { unet, labelDropout, batches }, labels);
  expect(drawn(0)["labels"]).toEqual(labels);
  expect(drawn(1)["labels"]).toEqual(new Int32Array(1000).fill(3));
  const nulls = drawn(0.3)["labels"]!;
  expect(Math.abs(nulls.filter((label) => label === 3).length - 300)).toBeLessThan(60);
  expect(nulls.every((label, image) => label === 3 || label === labels[image])).toBe(true);
});

it("dropout masks are zero with probability p and 1/(1 − p) else, different in every block", () => {
  const inputs = draw(1);
  const masks = Object.entries(inputs).filter(([name]) => name.startsWith("dropout/"));
  expect(masks.length).toBeGreaterThan(3);
  const kept = Math.fround(1 / 0.9);
  const all = masks.flatMap(([, mask]) => Array.from(mask));
  expect(new Set(all)).toEqual(new Set([0, kept]));
  const zeros = all.filter((value) => value === 0).length / all.length;
  expect(Math.abs(zeros - 0.1)).toBeLessThan(0.015);
  const [first, second] = masks.filter(([, mask]) => mask.length === masks[0]![1].length);
  expect(first![1]).not.toEqual(second![1]);
});
