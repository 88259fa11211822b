import { describe, expect, test } from "vitest";
import { type UnetConfig, unet } from "../../src/index.ts";

const config: Partial<UnetConfig> = {
  blockOutChannels: [32, 48],
  downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
  upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"],
  layersPerBlock: 1,
  normNumGroups: 8,
  numClassEmbeds: 60,
  timeEmbeddingType: "learned",
  numTrainTimesteps: 300,
};
const network = unet(config);
const { parameterShapes } = network;
const parameters = network.init(3);
const tables = ["class_embedding.weight", "time_proj.weight"];
const isNorm = (name: string): boolean => parameterShapes[name.replace(/bias$/, "weight")]!.length === 1;
const layers = Object.keys(parameters).filter((name) => !isNorm(name) && !tables.includes(name));

/** 1/√(filter size · in), the bound of a layer's weight and bias. */
function boundOf(name: string): number {
  const shape = parameterShapes[name.replace(/bias$/, "weight")]!;
  return shape.slice(0, -1).reduce((product, size) => product * size, 1) ** -0.5;
}

function moments(values: Float32Array): { mean: number; variance: number; kurtosis: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const central = (power: number) => values.reduce((sum, x) => sum + (x - mean) ** power, 0) / values.length;
  return { mean, variance: central(2), kurtosis: central(4) / central(2) ** 2 };
}

describe("init", () => {
  test("gives an array of each parameter's size", () => {
    const sizes = Object.fromEntries(Object.entries(parameters).map(([name, { length }]) => [name, length]));
    expect(Object.keys(sizes)).toEqual(Object.keys(parameterShapes));
    for (const [name, shape] of Object.entries(parameterShapes)) {
      expect(sizes[name], name).toBe(shape.reduce((product, size) => product * size, 1));
    }
  });

  test("fills each layer from U(−1/√fanIn, 1/√fanIn), up to the bounds and not beyond", () => {
    expect(layers.length).toBeGreaterThan(60);
    for (const name of layers) {
      const values = parameters[name]!;
      const scaled = values.map((x) => x / boundOf(name));
      expect(Math.max(...scaled.map(Math.abs)), name).toBeLessThanOrEqual(1 + 1e-6);
      if (values.length < 1000) continue;
      // Of n uniform numbers the extremes come within 20/n of the bounds, but for a chance of e^-10 each.
      expect(Math.max(...scaled), name).toBeGreaterThan(1 - 20 / values.length);
      expect(Math.min(...scaled), name).toBeLessThan(20 / values.length - 1);
      // U(−1, 1): mean 0 with deviation 1/√(3n), variance 1/3 with √(4/45/n).
      const { mean, variance } = moments(scaled);
      expect(Math.abs(mean) * Math.sqrt(3 * values.length), name).toBeLessThan(5);
      expect((Math.abs(variance - 1 / 3) * Math.sqrt(values.length)) / Math.sqrt(4 / 45), name).toBeLessThan(
        5,
      );
    }
  });

  test("draws biases too: PyTorch's default does not set them to zero", () => {
    const scaled = layers
      .filter((name) => name.endsWith(".bias"))
      .flatMap((name) => [...parameters[name]!].map((x) => x / boundOf(name)));
    const { mean, variance } = moments(Float32Array.from(scaled));
    expect(scaled.length).toBeGreaterThan(1000);
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1 / 3, 1);
  });

  test.each(tables)("fills the table %s from N(0, 1)", (name) => {
    const { mean, variance, kurtosis } = moments(parameters[name]!);
    const n = parameters[name]!.length;
    expect(Math.abs(mean) * Math.sqrt(n)).toBeLessThan(5);
    expect(Math.abs(variance - 1) * Math.sqrt(n / 2)).toBeLessThan(5);
    expect(Math.abs(kurtosis - 3) * Math.sqrt(n / 24)).toBeLessThan(5);
  });

  test("starts norms at scale 1 and shift 0", () => {
    const norms = Object.keys(parameters).filter(isNorm);
    expect(norms.length).toBeGreaterThan(20);
    for (const name of norms) {
      expect(new Set(parameters[name]), name).toEqual(new Set([name.endsWith(".weight") ? 1 : 0]));
    }
  });

  test("depends on the seed alone", () => {
    const again = unet(config).init(3);
    const other = network.init(4);
    const equal = (a: Float32Array, b: Float32Array) =>
      a.length === b.length && a.every((x, i) => x === b[i]);
    for (const name of Object.keys(parameters)) {
      expect(equal(again[name]!, parameters[name]!), name).toBe(true);
      expect(equal(other[name]!, parameters[name]!), name).toBe(isNorm(name));
    }
  });

  test("gives tensors of equal shape different values", () => {
    const [first, second] = ["to_q", "to_k"].map(
      (part) => parameters[`mid_block.attentions.0.${part}.weight`]!,
    );
    expect(first!.filter((value, i) => value === second![i]).length).toBeLessThan(5);
  });

  test("refuses a seed out of range", () => {
    expect(() => network.init(-1)).toThrow(RangeError);
    expect(() => network.init(0.5)).toThrow(RangeError);
  });
});
