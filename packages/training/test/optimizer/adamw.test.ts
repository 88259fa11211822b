import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import createWabt from "wabt";
import { flatMemory } from "../../src/fit/flatMemory.ts";
import { type AdamwOptions, adamw } from "../../src/optimizer/adamw.ts";
import { adamwWasm } from "../../src/optimizer/adamwWasm.ts";
import { golden, warmedUpEma } from "../golden.ts";

const still = { learningRate: 0, gradientNorm: 0, emaDecay: 1 };

/** The largest difference in units of max(1e-3, |expected|). */
function relativeError(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  return Math.max(
    ...expected.map((value, i) => Math.abs(values[i]! - value) / Math.max(1e-3, Math.abs(value))),
  );
}

describe("AdamW", () => {
  const cases = golden.adamw.filter(({ optimizer, amsgrad }) => optimizer === "AdamW" && !amsgrad);

  it.each(cases)(
    "lr $lr, betas $betas, eps $eps, decay $weight_decay are PyTorch's over five steps",
    async (golds) => {
      const { initial_params: initial, grads } = golden.adamw_input;
      const memory = flatMemory({ weight: [initial.length] });
      const { parameters, gradients, firstMoments, secondMoments } = memory.regions;
      const optimizer = await adamw(memory, {
        beta1: golds.betas[0],
        beta2: golds.betas[1],
        adamEpsilon: golds.eps,
        weightDecay: golds.weight_decay,
        maxGradientNorm: Infinity,
      });
      parameters.tensors["weight"]!.set(initial);
      for (const [index, gradient] of grads.entries()) {
        gradients.tensors["weight"]!.set(gradient);
        const gradientNorm = optimizer.gradientNorm();
        optimizer.update({ ...still, step: index + 1, learningRate: golds.lr, gradientNorm });
        expect(relativeError(parameters.tensors["weight"]!, golds.float32.params[index]!)).toBeLessThan(1e-6);
      }
      expect(relativeError(firstMoments.tensors["weight"]!, golds.float32.exp_avg)).toBeLessThan(1e-6);
      expect(relativeError(secondMoments.tensors["weight"]!, golds.float32.exp_avg_sq)).toBeLessThan(1e-6);
    },
  );

  it("leaves the padding between the tensors zero, and the gradients alone", async () => {
    const memory = flatMemory({ first: [5], second: [3] });
    const { parameters, gradients, firstMoments, secondMoments, ema } = memory.regions;
    const optimizer = await adamw(memory, { weightDecay: 0.1 });
    for (const region of [parameters, gradients]) {
      for (const tensor of Object.values(region.tensors)) tensor.fill(0.5);
    }
    for (let step = 1; step <= 3; step++) {
      const gradientNorm = optimizer.gradientNorm();
      optimizer.update({ step, learningRate: 0.1, gradientNorm, emaDecay: 0.5 });
    }
    const nonZero = [
      true,
      true,
      true,
      true,
      true,
      ...Array(11).fill(false),
      true,
      true,
      true,
      ...Array(13).fill(false),
    ];
    for (const { values } of [parameters, gradients, firstMoments, secondMoments, ema]) {
      expect(Array.from(values, (value) => value !== 0)).toEqual(nonZero);
    }
    expect(gradients.tensors["first"]).toEqual(new Float32Array(5).fill(0.5));
  });

  it.each<[AdamwOptions, string]>([
    [{ beta1: 1 }, "beta1 must be in [0, 1), got 1."],
    [{ beta2: -0.1 }, "beta2 must be in [0, 1), got -0.1."],
    [{ adamEpsilon: 1e-46 }, "adamEpsilon must be greater than 0, got 1e-46."],
    [{ weightDecay: Number.NaN }, "weightDecay must be at least 0, got NaN."],
    [{ maxGradientNorm: 0 }, "maxGradientNorm must be greater than 0, got 0."],
  ])("rejects %o", async (options, message) => {
    await expect(adamw(flatMemory({ weight: [1] }), options)).rejects.toThrow(
      new RangeError(`adamw: ${message}`),
    );
  });
});

describe("the gradient", () => {
  const tensors = golden.clip_grad_norm_input;
  const shapes = Object.fromEntries(tensors.map(({ shape }, index) => [`tensor${index}`, shape]));
  const cases = golden.clip_grad_norm.filter(({ norm_type: type }) => type === 2);

  it.each(cases)("is clipped to $max_norm as by clip_grad_norm_", async (golds) => {
    const memory = flatMemory(shapes);
    const { gradients, firstMoments } = memory.regions;
    const optimizer = await adamw(memory, { beta1: 0, maxGradientNorm: golds.max_norm });
    for (const [index, { data }] of tensors.entries()) gradients.tensors[`tensor${index}`]!.set(data);
    const gradientNorm = optimizer.gradientNorm();
    expect(gradientNorm).toBeCloseTo(golds.total_norm, 5);
    optimizer.update({ ...still, step: 1, gradientNorm });
    // With beta1 = 0 the first moment is the clipped gradient itself.
    for (const [index, clipped] of golds.clipped.entries()) {
      expect(relativeError(firstMoments.tensors[`tensor${index}`]!, clipped)).toBeLessThan(1e-6);
    }
  });

  it("has a norm where float32 squares would overflow or vanish", async () => {
    const memory = flatMemory({ weight: [7] });
    const { gradientNorm } = await adamw(memory);
    const weight = memory.regions.gradients.tensors["weight"]!;
    weight.set([3e30, 0, 0, 0, 0, 0, -4e30]);
    expect(gradientNorm() / 5e30).toBeCloseTo(1, 6);
    weight.set([0, 3e-30, 0, 0, 0, -4e-30, 0]);
    expect(gradientNorm() / 5e-30).toBeCloseTo(1, 6);
  });

  it.each([Number.NaN, Infinity])("with one %f has no finite norm", async (value) => {
    const memory = flatMemory({ weight: [7] });
    const { gradientNorm } = await adamw(memory);
    memory.regions.gradients.tensors["weight"]![6] = value;
    expect(gradientNorm()).toBe(value);
  });
});

describe("the moving average", () => {
  it.each(warmedUpEma)("is diffusers' EMAModel's: $config", async (golds) => {
    const { initial_params: initial, params } = golden.ema_input;
    const memory = flatMemory({ weight: [initial.length] });
    const { parameters, ema } = memory.regions;
    const optimizer = await adamw(memory);
    ema.tensors["weight"]!.set(initial);
    for (const [index, values] of params.entries()) {
      parameters.tensors["weight"]!.set(values);
      optimizer.update({ ...still, step: index + 1, emaDecay: golds.cur_decay_value[index]! });
      expect(relativeError(ema.tensors["weight"]!, golds.shadow[index]!)).toBeLessThan(1e-5);
    }
  });
});

it("the module in the sources is assembly/adamw.wat, assembled", async () => {
  const source = readFileSync(new URL("../../assembly/adamw.wat", import.meta.url), "utf8");
  const wabt = await createWabt();
  const { buffer } = wabt.parseWat("adamw.wat", source).toBinary({});
  expect(adamwWasm).toBe(Buffer.from(buffer).toString("base64"));
});
