import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { memoryError } from "../../src/engines/memoryError.ts";
import { runtimeError } from "../../src/engines/onnx/runtimeError.ts";
import { OutOfMemoryError } from "../../src/index.ts";
import { createEngine } from "../../src/node.ts";

it.each([
  "std::bad_alloc",
  "Tile output tensor would require more than 4294967295 bytes, which exceeds the supported maximum of 4294967295 bytes.",
  "Requested texture size [34641x34642] greater than WebGL maximum on this browser / GPU [8192x8192].",
  "CUDA failure 2: out of memory",
  "OOM when allocating tensor with shape[40000,40000]",
  "Array buffer allocation failed",
  "Invalid typed array length: 90000000000",
  "memory access out of bounds",
  "WebAssembly.Memory(): could not allocate memory",
  "WebAssembly.Memory.grow(): Maximum memory size exceeded",
])("memoryError knows %s", (message) => {
  const cause = new RangeError(message);
  const error = memoryError("run", cause);
  expect(error).toBeInstanceOf(OutOfMemoryError);
  expect((error as Error).cause).toBe(cause);
});

it("memoryError names the size of the allocation where it is known, and leaves its own errors as they are", () => {
  const error = memoryError("run", new Error("bad_alloc: requested buffer of size 4000000000")) as Error;
  expect(error.message).toContain("4.0 GB");
  expect(memoryError("run", error)).toBe(error);
});

it("memoryError leaves other errors as they are", () => {
  const other = new TypeError("run: input");
  expect(memoryError("run", other)).toBe(other);
  expect(memoryError("run", "no error")).toBe("no error");
});

it("runtimeError makes one line of what ONNX Runtime says", () => {
  const error = runtimeError("compile", new Error("This is an invalid model.\n at graph.cc:1\n")) as Error;
  expect(error.message).toBe(
    "compile: ONNX Runtime could not compute the function (This is an invalid model.). Use another engine.",
  );
});

it.each(["onnx", "cpu"] as const)(
  "a function that needs more memory than there can be is refused as such, on the engine %s",
  async (name) => {
    const engine = await createEngine(name);
    // 256 TB, more than a process can address.
    const run = await engine.compile(({ x }) => ({ y: tf.sum(tf.matMul(x!, x!, false, true), 1) }), {
      x: { shape: [8_000_000, 1], dtype: "float32" },
    });
    await expect(run({ x: new Float32Array(8_000_000) })).rejects.toThrow(OutOfMemoryError);
    await engine.dispose();
  },
);
