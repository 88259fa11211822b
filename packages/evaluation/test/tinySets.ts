import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { randomStream } from "@cellgen/random";
import { afterAll } from "vitest";
import type { ImageSet } from "../src/index.ts";

const SIDE = 16;

/** Pale discs (class 0) and rings (class 1) on black, each of its own size and place, with a little noise. */
export function discsAndRings(count: number, seed: number): ImageSet {
  const values = new Float32Array(count * SIDE * SIDE);
  const labels = new Int32Array(count);
  for (let image = 0; image < count; image++) {
    const random = randomStream(seed, "discsAndRings", image);
    labels[image] = image % 2;
    const [x0, y0] = [6 + 3 * random.uniform(), 6 + 3 * random.uniform()];
    const radius = 3.5 + 1.5 * random.uniform();
    const grey = 0.3 + 0.5 * random.uniform();
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const distance = Math.hypot((pixel % SIDE) - x0, Math.floor(pixel / SIDE) - y0);
      const isOn = distance < radius && (labels[image] === 0 || distance > radius - 1.8);
      values[image * SIDE * SIDE + pixel] = (isOn ? grey : -0.8) + 0.05 * random.normal();
    }
  }
  return { values, height: SIDE, width: SIDE, channels: 1, labels };
}

/** Nothing but noise, labeled in turn. */
export function noiseImages(count: number, seed: number): ImageSet {
  const values = randomStream(seed, "noiseImages").fillUniform(new Float32Array(count * SIDE * SIDE));
  return {
    values: values.map((value) => 2 * value - 1),
    height: SIDE,
    width: SIDE,
    channels: 1,
    labels: Int32Array.from({ length: count }, (_, image) => image % 2),
  };
}

/** An engine for the tests of a file. */
export async function testEngine(): Promise<Engine> {
  const engine = await createEngine("onnx", { threads: 1 });
  afterAll(() => engine.dispose());
  return engine;
}

/** The shares of labels that are right. */
export function accuracy(seen: ArrayLike<number>, labels: Int32Array): number {
  return labels.reduce((sum, label, image) => sum + Number(label === seen[image]), 0) / labels.length;
}
