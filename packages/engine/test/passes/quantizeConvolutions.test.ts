import { describe, expect, it } from "vitest";
import type { ConstantData, Graph, GraphNode, Value } from "../../src/graph/graph.ts";
import {
  quantizableConvolutions,
  quantizationOf,
  quantizeConvolutions,
  type Range,
} from "../../src/passes/quantizeConvolutions.ts";
import { graphOf as graphWith, node, value } from "../graphs.ts";

const attributes = { strides: 1, pads: [0, 0, 0, 0] };
const x = value(2, 4, 5, 16);
const bias = value(17);
const filter = value(1, 2, 16, 17);
const y = value(2, 4, 4, 17);
const convolution = { ...node("CellgenConv2d", { x, filter, bias }, y), attributes };
const ranges = new Map<Value, Range>([
  [x, [-0.5, 223 / 64]],
  [y, [-10, 175 / 8]],
]);

/** Row r of channel k: k·(r mod 4 − 1), so that the greatest of channel k is 2·k. */
const filterData = Float32Array.from(
  { length: 32 * 17 },
  (_, i) => (i % 17) * ((Math.floor(i / 17) % 4) - 1),
);
const biasData = Float32Array.from({ length: 17 }, (_, k) => k / 2);
const constants = new Map<Value, ConstantData>([
  [filter, filterData],
  [bias, biasData],
]);
const graphOf = (nodes: readonly GraphNode[], known = constants): Graph => ({
  ...graphWith(nodes, { y }, { x }),
  constants: known,
});

describe("quantizationOf", () => {
  it("lays 255 steps between the ends, and hits zero", () => {
    expect(quantizationOf([-0.5, 223 / 64])).toEqual({ scale: 1 / 64, zeroPoint: 32 });
    expect(quantizationOf([-10.05, 21.825])).toEqual({ scale: 1 / 8, zeroPoint: 80 });
  });

  it("reaches to zero where all numbers have one sign", () => {
    expect(quantizationOf([2, 51])).toEqual({ scale: 0.2, zeroPoint: 0 });
    expect(quantizationOf([-51, -2])).toEqual({ scale: 0.2, zeroPoint: 255 });
  });

  it("stands for nothing but zero with any scale", () => {
    expect(quantizationOf([0, 0])).toEqual({ scale: 1, zeroPoint: 0 });
  });
});

describe("quantizeConvolutions", () => {
  it("goes to eight bits before a convolution and back after it", () => {
    const {
      nodes,
      constants: known,
      outputs,
    } = quantizeConvolutions(graphOf([convolution]), ranges, { limit: 127, zeroPoint: 0 });
    expect(nodes.map(({ kernel }) => kernel)).toEqual([
      "CellgenQuantize",
      "CellgenInt8Conv2d",
      "CellgenDequantize",
    ]);
    const [before, between, after] = nodes as [GraphNode, GraphNode, GraphNode];
    const input = { scale: 1 / 64, zeroPoint: 32 };
    const output = { scale: 1 / 8, zeroPoint: 80 };
    expect(before).toMatchObject({ inputs: { x }, attributes: input });
    expect(before.outputs).toMatchObject([{ shape: x.shape, dtype: "uint8" }]);
    expect(between.attributes).toEqual({ ...attributes, input, output, filterZeroPoint: 0 });
    expect(between.inputs["x"]).toBe(before.outputs[0]);
    expect(between.outputs).toMatchObject([{ shape: y.shape, dtype: "uint8" }]);
    expect(after).toMatchObject({ inputs: { x: between.outputs[0] }, attributes: output });
    expect(after.outputs).toEqual([y]);
    expect(outputs).toEqual({ y });
    expect(between.inputs["filter"]).toMatchObject({ shape: [17, 16, 1, 2], dtype: "int8" });
    expect(known.get(between.inputs["filter"]!)).toBeInstanceOf(Int8Array);
    expect(
      new Set([x, filter, bias, y, ...nodes.flatMap((node) => Object.values(node.inputs))].map((v) => v.id))
        .size,
    ).toBe(9);
  });

  it.each([127, 63])(
    "scales each output channel of a filter to %i, and its bias to steps of sums",
    (limit) => {
      const { nodes, constants: known } = quantizeConvolutions(graphOf([convolution]), ranges, {
        limit,
        zeroPoint: 0,
      });
      const { inputs } = nodes[1]!;
      const [whole, scales, sums] = ["filter", "filterScales", "bias"].map(
        (name) => known.get(inputs[name]!)!,
      );
      for (const k of [1, 7, 16]) {
        expect(scales![k]).toBeCloseTo((2 * k) / limit, 6);
        // Rows 0…3 of the filter are places 0 and 1, sixteen channels each: −k, 0, k, 2·k in turn.
        const ofChannels = (place: number) => [0, 1, 2, 3].map((c) => whole![(k * 16 + c) * 2 + place]);
        const expected = [-Math.round(limit / 2 - 0.01), 0, Math.round(limit / 2), limit];
        for (const place of [0, 1]) {
          for (const [c, number] of ofChannels(place).entries())
            expect(Math.abs(number! - expected[c]!)).toBeLessThanOrEqual(1);
          expect(ofChannels(place)[3]).toBe(limit);
        }
        // bias / (scale · 1/64), with bias k/2.
        expect(Math.abs(sums![k]! - limit * 16)).toBeLessThanOrEqual(1);
      }
    },
  );

  it("shifts a filter by its zero point, and nothing else", () => {
    const filterOf = (zeroPoint: number) => {
      const { nodes, constants: known } = quantizeConvolutions(graphOf([convolution]), ranges, {
        limit: 126,
        zeroPoint,
      });
      expect(nodes[1]!.attributes["filterZeroPoint"]).toBe(zeroPoint);
      return known.get(nodes[1]!.inputs["filter"]!) as Int8Array;
    };
    expect(filterOf(1)).toEqual(filterOf(0).map((number) => number + 1));
    expect(Math.max(...filterOf(1))).toBe(127);
  });

  it("keeps a bias in 32 bits whose filter is nothing", () => {
    // Channel 0 of the filter is zero.
    const given = new Map(constants).set(bias, biasData.with(0, 1e6));
    const { nodes, constants: known } = quantizeConvolutions(graphOf([convolution], given), ranges, {
      limit: 127,
      zeroPoint: 0,
    });
    const { inputs } = nodes[1]!;
    const [scales, sums] = ["filterScales", "bias"].map((name) => known.get(inputs[name]!)!);
    expect(sums![0]).toBeLessThanOrEqual(2 ** 30);
    expect((sums![0]! / 64) * scales![0]!).toBeCloseTo(1e6, -1);
  });

  it("takes an image to eight bits once for all that read it", () => {
    const z = value(...y.shape);
    const other = { ...convolution, outputs: [z] };
    const known = new Map([...ranges, [z, [-1, 1]] as const]);
    const { nodes } = quantizeConvolutions({ ...graphOf([convolution, other]), outputs: { y, z } }, known, {
      limit: 127,
      zeroPoint: 0,
    });
    expect(nodes.filter(({ kernel }) => kernel === "CellgenQuantize")).toHaveLength(1);
    expect(nodes.filter(({ kernel }) => kernel === "CellgenInt8Conv2d")).toHaveLength(2);
  });

  it("doubles pixels as bytes", () => {
    const small = value(2, 2, 2, 16);
    const large = value(2, 4, 4, 16);
    const doubling = node("CellgenUpsample2x", { x: small }, large);
    const after = { ...convolution, inputs: { ...convolution.inputs, x: large } };
    const known = new Map([...ranges, [large, [-0.5, 223 / 64]] as const]);
    const { nodes } = quantizeConvolutions(graphOf([doubling, after]), known, { limit: 127, zeroPoint: 0 });
    // The doubling in float32 is read by nobody now: removeDeadNodes takes it away.
    const [, before, doubled, conv] = nodes as [GraphNode, GraphNode, GraphNode, GraphNode];
    expect(before).toMatchObject({ kernel: "CellgenQuantize", inputs: { x: small } });
    expect(doubled).toMatchObject({ kernel: "CellgenUpsample2x", inputs: { x: before.outputs[0] } });
    expect(doubled.outputs).toMatchObject([{ shape: large.shape, dtype: "uint8" }]);
    expect(conv.inputs["x"]).toBe(doubled.outputs[0]);
  });

  it("leaves what has no ranges as it is", () => {
    expect(
      quantizeConvolutions(graphOf([convolution]), new Map(), { limit: 127, zeroPoint: 0 }).nodes,
    ).toEqual([convolution]);
  });
});

describe("quantizableConvolutions", () => {
  const found = (change: Partial<GraphNode>, known = constants) =>
    quantizableConvolutions(graphOf([{ ...convolution, ...change }], known)).length;

  it("are those of constant filters that see several pixels of many channels", () => {
    expect(found({})).toBe(1);
    expect(found({ kernel: "Conv2D" })).toBe(0);
    expect(found({}, new Map([[bias, biasData]]))).toBe(0);
    expect(found({}, new Map([[filter, filterData]]))).toBe(0);
  });

  it.each([
    ["one pixel", [1, 1, 16, 17]],
    ["few channels in", [3, 3, 3, 17]],
    ["few channels out", [3, 3, 16, 3]],
  ])("are not those with %s", (_, shape) => {
    const one = value(...shape);
    expect(found({ inputs: { x, filter: one, bias } }, new Map(constants).set(one, filterData))).toBe(0);
  });
});
