import { readFileSync } from "node:fs";
import * as onnxruntime from "@cellgen/onnxruntime";
import onnxProto from "onnx-proto";
import { expect, it } from "vitest";
import { nchwcBlockSize } from "../../../src/engines/onnx/nchwcBlockSize.ts";
import type { SessionRunner } from "../../../src/engines/onnx/runOnce.ts";
import { changedRuntime } from "../../changedRuntime.ts";

interface Model {
  /** Whether it has operators for blocks of channels. */
  readonly blocked: boolean;
  /** The shape of its first input. */
  readonly shape: readonly number[];
}

/** ONNX Runtime whose results are changed, by what the model is. */
function changed(
  change: (results: Readonly<Record<string, Float32Array>>, model: Model) => void,
): SessionRunner {
  return changedRuntime((results, bytes) => change(results, describeModel(bytes)));
}

function describeModel(bytes: Uint8Array): Model {
  const { opsetImport, graph } = onnxProto.onnx.ModelProto.decode(bytes);
  const { dim } = graph!.input![0]!.type!.tensorType!.shape!;
  return {
    blocked: opsetImport.some(({ domain }) => domain === "com.microsoft.nchwc"),
    shape: dim!.map(({ dimValue }) => Number(dimValue)),
  };
}

const known = await nchwcBlockSize(onnxruntime);

it.runIf(process.platform === "linux" && process.arch === "x64")(
  "finds blocks of 16 channels with AVX-512, of 8 with AVX2",
  () => {
    const flags = readFileSync("/proc/cpuinfo", "utf8");
    if (/\bavx512f\b/.test(flags)) expect(known).toBe(16);
    else if (/\bavx2\b/.test(flags)) expect(known).toBe(8);
    else expect(known).toBeUndefined();
  },
);

it("finds none if the operators are missing", async () => {
  const create = () => Promise.reject(new Error("ReorderInput is not a registered function"));
  expect(await nchwcBlockSize({ Tensor: onnxruntime.Tensor, InferenceSession: { create } })).toBeUndefined();
});

it("finds none if blocks are of single channels", async () => {
  const unblocked = changed(({ y }) => y!.set(Float32Array.from(y!, (_, i) => i)));
  expect(await nchwcBlockSize(unblocked)).toBeUndefined();
});

it
  .runIf(known)
  .each(
    ["y", "dx", "dfilter"].flatMap((name) =>
      [2 * known!, known! + 4].map((channels) => [name, channels] as const),
    ),
  )("finds none if %s differs at %i channels", async (name, channels) => {
  let differing = 0;
  const wrong = changed((results, { blocked, shape }) => {
    if (!blocked || shape.at(-1) !== channels || !results[name]) return;
    differing++;
    results[name][5]! += 1e-3;
  });
  expect(await nchwcBlockSize(wrong)).toBeUndefined();
  expect(differing).toBe(1);
});

it.runIf(known)("compares blocks with plain operators", async () => {
  const kinds: boolean[] = [];
  const same = changed((results, { blocked }) => {
    if ("dx" in results) kinds.push(blocked);
  });
  expect(await nchwcBlockSize(same)).toBe(known);
  expect(kinds).toEqual([false, true, false, true]);
});
