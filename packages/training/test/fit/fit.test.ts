import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { randomStream } from "@cellgen/random";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fit, type FitOptions, type FitRecord, fit, type Objective } from "../../src/index.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

const points = { shape: [8], dtype: "float32" } as const;

/** y = slope * x + offset, by least squares. */
const line: Objective = {
  parameterShapes: { slope: [1], offset: [1] },
  init: (seed) => ({ slope: Float32Array.of(seed), offset: new Float32Array(1) }),
  loss: ({ slope, offset }, { x, y }) =>
    tf.mean(tf.squaredDifference(tf.add(tf.mul(x!, slope!), offset!), y!)),
};

function lineOptions(changes: Partial<FitOptions> = {}): FitOptions {
  return {
    engine,
    inputs: { x: points, y: points },
    // On the line y = 3x - 1.
    batch: (step) => {
      const x = randomStream(0, "test", step).fillNormal(new Float32Array(8));
      return { x, y: x.map((value) => 3 * value - 1) };
    },
    steps: 300,
    seed: 0,
    learningRate: 0.05,
    ...changes,
  };
}

async function take({ run }: Pick<Fit, "run">, count = Infinity): Promise<FitRecord[]> {
  const records: FitRecord[] = [];
  for await (const record of run()) if (records.push(record) >= count) break;
  return records;
}

describe("fit", () => {
  it("finds the line through points on it, from init(seed)", async () => {
    const fitted = await fit(line, lineOptions({ seed: 7 }));
    expect(fitted.parameters()["slope"]).toEqual(Float32Array.of(7));
    const records = await take(fitted);
    expect(records.map(({ step }) => step)).toEqual(Array.from({ length: 300 }, (_, k) => k + 1));
    expect(records.at(-1)!.loss).toBeLessThan(1e-4);
    expect(fitted.parameters()["slope"]![0]).toBeCloseTo(3, 2);
    expect(fitted.parameters()["offset"]![0]).toBeCloseTo(-1, 2);
    // Without a decay the average is the parameters themselves.
    expect(fitted.emaParameters()).toEqual(fitted.parameters());
    await fitted.dispose();
  });

  it("takes the learning rate and the average's decay from schedules of the updates before", async () => {
    const seen: number[] = [];
    const fitted = await fit(
      line,
      lineOptions({
        steps: 4,
        learningRate: (k) => 0.1 * (k + 1),
        emaDecay: (k) => {
          seen.push(k);
          return 1;
        },
        weightDecay: 0,
      }),
    );
    const records = await take(fitted);
    expect(records.map(({ learningRate }) => learningRate)).toEqual([0.1, 0.2, 0.1 * 3, 0.4]);
    expect(seen).toEqual([0, 1, 2, 3]);
    // A decay of 1 keeps the average where it began.
    expect(fitted.emaParameters()).toEqual(line.init(0));
    await fitted.dispose();
  });

  it("resumed from a state is bit for bit the one that was not stopped", async () => {
    const options = lineOptions({ steps: 12, emaDecay: () => 0.5 });
    const whole = await fit(line, options);
    const expected = await take(whole);
    const first = await fit(line, options);
    const begun = await take(first, 5);
    const second = await fit(line, options, first.state());
    const resumed = [...begun, ...(await take(second))];
    const numbers = ({ step, loss, gradientNorm }: FitRecord) => [step, loss, gradientNorm];
    expect(resumed.map(numbers)).toEqual(expected.map(numbers));
    expect(second.state()).toEqual(whole.state());
    for (const each of [whole, first, second]) await each.dispose();
  });

  it("ends between steps when the signal is aborted, and resumes in the next run", async () => {
    const fitted = await fit(line, lineOptions({ steps: 6 }));
    const controller = new AbortController();
    for await (const { step } of fitted.run(controller.signal)) if (step === 2) controller.abort();
    expect(fitted.step).toBe(2);
    expect((await take(fitted)).map(({ step }) => step)).toEqual([3, 4, 5, 6]);
    await fitted.dispose();
  });

  it("asks for each batch once, when its step comes, and may be given the same arrays again", async () => {
    const asked: number[] = [];
    const arrays = { x: new Float32Array(8), y: new Float32Array(8) };
    const options = lineOptions({ steps: 20 });
    const reusing = await fit(line, {
      ...options,
      batch: (step) => {
        asked.push(step);
        for (const [name, values] of Object.entries(options.batch(step))) {
          arrays[name as "x" | "y"].set(values);
        }
        return arrays;
      },
    });
    const fresh = await fit(line, options);
    await take(reusing);
    await take(fresh);
    expect(asked).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
    expect(reusing.parameters()).toEqual(fresh.parameters());
    await reusing.dispose();
    await fresh.dispose();
  });

  it("holds no tensors", async () => {
    const first = await fit(line, lineOptions({ steps: 3 }));
    await take(first);
    const tensors = tf.memory().numTensors;
    const second = await fit(line, lineOptions({ steps: 3 }));
    await take(second);
    expect(tf.memory().numTensors).toBe(tensors);
    await first.dispose();
    await second.dispose();
  });

  it.each<[string, Partial<Objective>, Partial<FitOptions>, string]>([
    ["no steps", {}, { steps: 0 }, "steps must be an integer in 1…2^32-1, got 0."],
    ["a learning rate of 0", {}, { learningRate: 0 }, "learningRate must be greater than 0, got 0."],
    [
      "a parameter without initial values",
      { init: () => ({ slope: new Float32Array(1) }) },
      {},
      'init must return 1 numbers for "offset", got 0.',
    ],
    [
      "initial values of no parameter",
      { init: () => ({ ...line.init(0), bend: new Float32Array(1) }) },
      {},
      'init must return only declared parameters, got "bend".',
    ],
  ])("rejects %s", async (_, objective, options, message) => {
    await expect(fit({ ...line, ...objective }, lineOptions(options))).rejects.toThrow(
      new RangeError(`fit: ${message}`),
    );
  });
});
