import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeEngines } from "../../../../test/nodeEngines.ts";
import type { Engine, TensorSpec } from "../../src/index.ts";
import { createEngine } from "../../src/node.ts";

const float = (...shape: number[]): TensorSpec => ({ shape, dtype: "float32" });
const int = (...shape: number[]): TensorSpec => ({ shape, dtype: "int32" });

/** Every engine runs this suite. */
describe.each(nodeEngines)("a function compiled by engine %s", (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine(name);
  });
  afterAll(() => engine.dispose());

  it("returns new arrays, and tells its outputs' shapes and types", async () => {
    const run = await engine.compile(
      ({ x, n }) => ({ y: tf.mul(x!, 2), twice: tf.add(n!, n!), above: tf.greater(x!, 1) }),
      { x: float(2, 2), n: int(3) },
    );
    const inputs = { x: Float32Array.of(1, 2, 3, 4), n: Int32Array.of(5, 6, -7) };
    const first = await run(inputs);
    expect(first).toEqual({
      y: Float32Array.of(2, 4, 6, 8),
      twice: Int32Array.of(10, 12, -14),
      above: Int32Array.of(0, 1, 1, 1),
    });
    expect(run.outputs).toEqual({ y: float(2, 2), twice: int(3), above: int(2, 2) });
    const second = await run({ ...inputs, x: new Float32Array(4) });
    expect(first["y"]).toEqual(Float32Array.of(2, 4, 6, 8));
    expect(second["y"]).toEqual(new Float32Array(4));
    expect(inputs.x).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  it("writes into given arrays, views of a WebAssembly memory included, and into those alone", async () => {
    const run = await engine.compile(({ x, n }) => ({ y: tf.square(x!), z: tf.neg(x!), m: tf.neg(n!) }), {
      x: float(3),
      n: int(2),
    });
    const memory = new WebAssembly.Memory({ initial: 1 });
    const all = new Float32Array(memory.buffer, 0, 8);
    all.set([1, 2, 3], 0);
    const y = new Float32Array(memory.buffer, 16, 3);
    const m = new Int32Array(4).subarray(1, 3);
    const results = await run({ x: all.subarray(0, 3), n: Int32Array.of(8, 9) }, { y, m });
    expect(results["y"]).toBe(y);
    expect(results["m"]).toBe(m);
    expect([...all]).toEqual([1, 2, 3, 0, 1, 4, 9, 0]);
    expect([...new Int32Array(m.buffer)]).toEqual([0, -8, -9, 0]);
    expect(results["z"]).toEqual(Float32Array.of(-1, -2, -3));
  });

  it("gets constants beside its inputs, as they were when it was compiled", async () => {
    const weight = Float32Array.of(1, 2, 3, 4);
    const run = await engine.compile(
      ({ x, weight: w, shift }) => ({ y: tf.add(tf.matMul(x!, w!), tf.cast(shift!, "float32")) }),
      { x: float(1, 2) },
      {
        constants: {
          weight: { ...float(2, 2), data: weight },
          shift: { ...int(2), data: Int32Array.of(10, 20) },
        },
      },
    );
    weight.fill(0);
    expect(await run({ x: Float32Array.of(1, 1) })).toEqual({ y: Float32Array.of(14, 26) });
  });

  it("may return one tensor twice, an input, a constant, and take inputs that it does not need", async () => {
    const run = await engine.compile(
      ({ x, c }) => {
        const y = tf.add(x!, 1);
        return { y, again: y, input: x!, constant: c!, ones: tf.onesLike(x!), three: tf.scalar(3) };
      },
      { x: float(2), unused: float(4) },
      { constants: { c: { ...float(2), data: Float32Array.of(7, 8) } } },
    );
    expect(await run({ x: Float32Array.of(1, 2), unused: new Float32Array(4) })).toEqual({
      y: Float32Array.of(2, 3),
      again: Float32Array.of(2, 3),
      input: Float32Array.of(1, 2),
      constant: Float32Array.of(7, 8),
      ones: Float32Array.of(1, 1),
      three: Float32Array.of(3),
    });
    await expect(run({ x: Float32Array.of(1, 2) })).rejects.toThrow(
      'run: input "unused" must be given, got none.',
    );
  });

  it("may need no input's values at all", async () => {
    const run = await engine.compile(({ x }) => ({ zeros: tf.zerosLike(x!) }), { x: int(2) });
    expect(await run({ x: Int32Array.of(1, 2) })).toEqual({ zeros: Int32Array.of(0, 0) });
  });

  it("may use names of any kind", async () => {
    const run = await engine.compile(
      ({ t0, "a/b.weight": weight }) => ({ t1: tf.add(t0!, weight!), t2: tf.sub(tf.mul(t0!, 3), weight!) }),
      { t0: float(1), "a/b.weight": float(1) },
    );
    expect(await run({ t0: Float32Array.of(2), "a/b.weight": Float32Array.of(5) })).toEqual({
      t1: Float32Array.of(7),
      t2: Float32Array.of(1),
    });
  });

  it("may use tensors made outside, which stay whole", async () => {
    const outside = tf.tensor1d([1, 2]);
    const view = tf.reshape(outside, [2, 1]);
    const run = await engine.compile(({ x }) => ({ y: tf.add(x!, view) }), { x: float(2, 1) });
    view.dispose();
    expect([...outside.dataSync()]).toEqual([1, 2]);
    if (name === "onnx")
      expect(await run({ x: Float32Array.of(3, 4) })).toEqual({ y: Float32Array.of(4, 6) });
    outside.dispose();
  });

  it("may be run again before it is done", async () => {
    const run = await engine.compile(({ x }) => ({ y: tf.square(x!) }), { x: float(1) });
    const results = await Promise.all([2, 3, 4].map((value) => run({ x: Float32Array.of(value) })));
    expect(results.map(({ y }) => y![0])).toEqual([4, 9, 16]);
  });

  it("rejects arrays that do not fit", async () => {
    const run = await engine.compile(({ x }) => ({ y: tf.square(x!) }), { x: float(2) });
    const x = Float32Array.of(1, 2);
    await expect(run({})).rejects.toThrow('run: input "x" must be given, got none.');
    await expect(run({ x: Float32Array.of(1) })).rejects.toThrow(
      'run: input "x" must have 2 values for shape [2], got 1. Compile the function for this shape.',
    );
    await expect(run({ x: Int32Array.of(1, 2) })).rejects.toThrow(
      'run: input "x" must be a Float32Array, got Int32Array.',
    );
    await expect(run({ x: Int32Array.of(1, 2) })).rejects.toThrow(TypeError);
    // @ts-expect-error no array
    await expect(run({ x: null })).rejects.toThrow(TypeError);
    const shared = new Float32Array(new SharedArrayBuffer(8));
    await expect(run({ x: shared })).rejects.toThrow('run: input "x" must not be in shared memory');
    await expect(run({ x }, { y: shared })).rejects.toThrow(TypeError);
    await expect(run({ x, z: x })).rejects.toThrow('run: input "z" must be in the signature: x.');
    await expect(run({ x }, { y: new Float32Array(3) })).rejects.toThrow(
      'run: output "y" must have 2 values for shape [2], got 3.',
    );
    await expect(run({ x }, { y: new Int32Array(2) })).rejects.toThrow(TypeError);
    await expect(run({ x }, { toString: x })).rejects.toThrow(
      'run: output "toString" must be an output of the function: y.',
    );
  });

  it("names the input that holds NaN, and takes infinities", async () => {
    const run = await engine.compile(({ x, mask }) => ({ y: tf.softmax(tf.add(x!, mask!)) }), {
      x: float(3),
      mask: float(3),
    });
    const mask = Float32Array.of(0, 0, -Infinity);
    const y = new Float32Array(3);
    await run({ x: Float32Array.of(1, 1, 5), mask }, { y });
    expect(y).toEqual(Float32Array.of(0.5, 0.5, 0));
    const poisoned = run({ x: Float32Array.of(1, Number.NaN, 5), mask }, { y });
    await expect(poisoned).rejects.toThrow(
      'run: input "x" must hold numbers, got NaN at index 1. Check the source of this input for invalid values.',
    );
    await expect(poisoned).rejects.toThrow(RangeError);
  });

  it("refuses constants that hold NaN", async () => {
    const c = { ...float(2), data: Float32Array.of(1, Number.NaN) };
    await expect(
      engine.compile(({ x, c }) => ({ y: tf.add(x!, c!) }), { x: float(2) }, { constants: { c } }),
    ).rejects.toThrow(
      'compile: constant "c" must hold numbers, got NaN at index 1. Check the source of this input for invalid values.',
    );
  });

  it("cannot be run after it was disposed of; disposing again does nothing", async () => {
    const run = await engine.compile(({ x }) => ({ y: tf.square(x!) }), { x: float(1) });
    await run.dispose();
    await run.dispose();
    await expect(run({ x: Float32Array.of(1) })).rejects.toThrow("run: must not be called after dispose.");
  });

  it("ends its runs before it is disposed of", async () => {
    const own = await createEngine(name);
    const compile = () => own.compile(({ x }) => ({ y: tf.square(x!) }), { x: float(1) });
    const [run, other] = [await compile(), await compile()];
    const running = [run, run, other].map((each, i) => each({ x: Float32Array.of(i + 2) }));
    await run.dispose();
    await own.dispose();
    expect((await Promise.all(running)).map(({ y }) => y![0])).toEqual([4, 9, 16]);
  });

  it("is disposed of with its engine", async () => {
    const own = await createEngine(name);
    const run = await own.compile(({ x }) => ({ y: tf.square(x!) }), { x: float(1) });
    await own.dispose();
    await expect(run({ x: Float32Array.of(1) })).rejects.toThrow("must not be called after dispose");
  });

  it("leaves the current backend and no tensors, however often it runs", async () => {
    const life = async (): Promise<void> => {
      const run = await engine.compile(
        ({ x, c }) => ({ y: tf.grad((z) => tf.sum(tf.mul(z, c!)))(x!) }),
        { x: float(2) },
        { constants: { c: { ...float(2), data: Float32Array.of(1, 2) } } },
      );
      await run({ x: Float32Array.of(1, 2) });
      await run({ x: Float32Array.of(1, 2) });
      expect(tf.getBackend()).toBe("cpu");
      await run.dispose();
    };
    await life();
    const before = tf.memory().numTensors;
    await life();
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe("cpu");
  });
});
