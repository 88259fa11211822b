import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, it } from "vitest";
import { setEagerBackend } from "../../src/engines/eager/setEagerBackend.ts";
import { type TensorFunction, type TensorSpec, UnsupportedOperationError } from "../../src/index.ts";
import { trace } from "../../src/trace/trace.ts";

const float = (...shape: number[]): TensorSpec => ({ shape, dtype: "float32" });
const kernels = (fn: TensorFunction, signature: Record<string, TensorSpec>): string[] =>
  trace(fn, signature).nodes.map((node) => node.kernel);

it("leaves no backend where there was none", () => {
  expect(tf.getBackend()).toBeFalsy();
  trace(({ x }) => ({ y: tf.square(x!) }), { x: float(2) });
  expect(tf.getBackend()).toBeFalsy();
  expect(tf.engine().backendNames()).toEqual(["cpu"]);
});

describe("trace", () => {
  beforeEach(() => setEagerBackend());

  it("records the kernels that a function calls, with their shapes and types", () => {
    const { inputs, outputs, nodes } = trace(
      ({ x, n }) => ({ y: tf.matMul(tf.cast(n!, "float32") as tf.Tensor2D, x!, false, true) }),
      { x: float(4, 3), n: { shape: [2, 3], dtype: "int32" } },
    );
    expect(nodes.map(({ kernel }) => kernel)).toEqual(["Cast", "BatchMatMul"]);
    const [cast, product] = nodes;
    expect(cast!.inputs["x"]).toBe(inputs["n"]);
    expect(cast!.outputs[0]).toMatchObject({ shape: [2, 3], dtype: "float32" });
    expect(product!.inputs).toEqual({ a: cast!.outputs[0], b: inputs["x"] });
    expect(product!.attributes).toMatchObject({ transposeA: false, transposeB: true });
    expect(outputs["y"]).toBe(product!.outputs[0]);
    expect(outputs["y"]).toMatchObject({ shape: [2, 4], dtype: "float32" });
  });

  it("records gradients", () => {
    const recorded = kernels(({ x }) => ({ dx: tf.grad((z) => tf.sum(tf.exp(z)))(x!) }), { x: float(3) });
    expect(recorded.filter((kernel) => kernel === "Exp")).toHaveLength(1);
    expect(recorded).toContain("Multiply");
  });

  it("gives clones and casts an id of their own, so that tfjs counts their gradient once", () => {
    const { nodes } = trace(
      ({ x }) => ({ dx: tf.grad((z) => tf.sum(tf.cast(tf.clone(z), "float32")))(x!) }),
      { x: float(2) },
    );
    const relays = nodes.filter(({ kernel }) => kernel === "Identity" || kernel === "Cast");
    expect(relays.length).toBeGreaterThanOrEqual(2);
    for (const { inputs, outputs } of relays) expect(outputs[0]).not.toBe(inputs["x"]);
    expect(nodes.some(({ kernel }) => kernel === "AddN" || kernel === "Add")).toBe(false);
  });

  it("keeps what does not depend on the inputs as constants, and lets a function read it", () => {
    const { constants, nodes } = trace(
      ({ x, c }) => ({ y: tf.mul(tf.add(x!, c!), tf.tensor1d([c!.dataSync()[0]!, 5])) }),
      { x: float(2) },
      { constants: { c: { ...float(2), data: Float32Array.of(3, 4) } } },
    );
    const data = (name: "a" | "b", node: number) => constants.get(nodes[node]!.inputs[name]!);
    expect(data("b", 0)).toEqual(Float32Array.of(3, 4));
    expect(data("b", 1)).toEqual(Float32Array.of(3, 5));
    expect(constants.size).toBe(2);
  });

  it("refuses to read values that depend on the inputs", () => {
    const message = "compile: the function must not read the values of a tensor that depends on its inputs";
    const read = (fn: TensorFunction) => () => trace(fn, { x: float(2) });
    expect(read(({ x }) => ({ y: tf.scalar(x!.dataSync()[0]!) }))).toThrow(message);
    expect(read(({ x }) => ({ y: tf.tensor(tf.square(x!).arraySync() as number[]) }))).toThrow(message);
  });

  it.each<[string, TensorFunction]>([
    ["in the function", ({ x }) => ({ y: tf.cumsum(x!) })],
    ["deep in TensorFlow.js", ({ x }) => ({ y: tf.tidy(() => tf.grad((z) => tf.sum(tf.cumsum(z)))(x!)) })],
  ])("names the kernel that cannot be traced and the line that calls it, %s", (_, fn) => {
    const { stackTraceLimit } = Error;
    let error: unknown;
    try {
      trace(fn, { x: float(2) });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UnsupportedOperationError);
    expect(error).toMatchObject({
      kernels: ["Cumsum"],
      message: expect.stringMatching(/ got Cumsum at \S+trace\.test\.ts:\d+:\d+\. [^\n]+$/),
    });
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  it("refuses types and attributes whose meaning differs between backends", () => {
    const x = { shape: [2, 4, 4, 1], dtype: "float32" } as const;
    const n = { shape: [2], dtype: "int32" } as const;
    const of = (fn: TensorFunction) => () => trace(fn, { x, n });
    expect(of(({ n }) => ({ y: tf.exp(n!) }))).toThrow(
      "compile: operation Exp must be given float32, got int32. Convert it with tf.cast.",
    );
    expect(of(({ n }) => ({ y: tf.mean(n!) }))).toThrow(TypeError);
    expect(of(({ x }) => ({ y: tf.add(tf.greater(x!, 0), tf.less(x!, 0)) }))).toThrow(
      "float32 or int32, got bool",
    );
    expect(of(({ x, n }) => ({ y: tf.concat([tf.reshape(x!, [32]), n!]) }))).toThrow(
      "compile: concat must have tensors of one type, got float32 and int32. Convert them with tf.cast.",
    );
    expect(of(({ n }) => ({ y: tf.stack([n!, tf.less(n!, 0)]) }))).toThrow(
      "compile: stack must have tensors of one type, got int32 and bool.",
    );
    const filter = tf.ones([2, 2, 1, 1]) as tf.Tensor4D;
    expect(of(({ x }) => ({ y: tf.conv2d(x as tf.Tensor4D, filter, 2, 1, "NHWC", 1, "ceil") }))).toThrow(
      "compile: conv2d must have dimRoundingMode floor, got ceil.",
    );
    expect(
      of(({ x }) => ({ y: tf.conv2d(x as tf.Tensor4D, tf.ones([2, 2, 4, 1]), 1, "valid", "NCHW") })),
    ).toThrow("compile: conv2d must have data format NHWC, got NCHW.");
    expect(of(({ x, n }) => ({ y: tf.gather(x!, n!, 1, 1) }))).toThrow(
      "compile: gather must have batchDims 0, got 1.",
    );
    filter.dispose();
  });

  it.each<[string, (x: tf.Tensor4D) => tf.Tensor]>([
    ["filters", (x) => tf.conv2d(x, tf.ones([3, 1, 1, 1]), 1, 1)],
    ["strides", (x) => tf.conv2d(x, tf.ones([3, 3, 1, 1]), [1, 2], 1)],
    ["dilations", (x) => tf.conv2d(x, tf.ones([3, 3, 1, 1]), 1, 1, "NHWC", [1, 2])],
    ["transposed filters", (x) => tf.conv2dTranspose(x, tf.ones([3, 1, 1, 1]), [2, 6, 6, 1], 1, 1)],
  ])("refuses one number of zeros around images for %s that differ between rows and columns", (_, of) => {
    expect(() => trace(({ x }) => ({ y: of(x as tf.Tensor4D) }), { x: float(2, 6, 6, 1) })).toThrow(
      new RangeError(
        "conv2d: pad must be same, valid or explicit for filters, strides or dilations that differ between rows and columns, got 1. Give [[0,0],[top,bottom],[left,right],[0,0]].",
      ),
    );
  });

  it("knows the shape of a convolution with one number of zeros around images", () => {
    const filter = tf.ones([3, 3, 1, 2]) as tf.Tensor4D;
    const { outputs } = trace(({ x }) => ({ y: tf.conv2d(x as tf.Tensor4D, filter, 2, 1) }), {
      x: float(2, 6, 5, 1),
    });
    expect(outputs["y"]!.shape).toEqual([2, 3, 3, 2]);
    filter.dispose();
  });

  it("refuses shapes that tfjs's kernels refuse", () => {
    const of = (fn: TensorFunction) => () => trace(fn, { x: float(2, 3), y: float(4) });
    expect(of(({ x }) => ({ z: tf.reshape(x!, [4, 2]) }))).toThrow(
      "Size(6) must match the product of shape 4,2",
    );
    expect(of(({ x }) => ({ z: tf.matMul(x!, x!) }))).toThrow("compile: matMul must have equal inner sizes");
    expect(of(({ x, y }) => ({ z: tf.stack([x!, y!]) }))).toThrow(
      "compile: stack must have equal shapes, got [2,3] and [4].",
    );
    expect(of(({ x }) => ({ z: tf.slice(x!, [1, 0], [2, 3]) }))).toThrow("would overflow");
    expect(of(({ x, y }) => ({ z: tf.add(x!, y!) }))).toThrow("Operands could not be broadcast");
    expect(of(({ x }) => ({ z: tf.concat([x!, tf.ones([3, 2])], 1) }))).toThrow("Error in concat");
    expect(of(({ x }) => ({ z: tf.split(x!, 2, 1)[0]! }))).toThrow("evenly divide");
  });

  it("refuses signatures, constants and results that are none", () => {
    const double: TensorFunction = ({ x }) => ({ y: tf.mul(x!, 2) });
    expect(() => trace(double, { x: float(2, 0) })).toThrow(
      'compile: input "x" must have a shape of positive integers, got [2,0].',
    );
    // @ts-expect-error no such type
    expect(() => trace(double, { x: { shape: [2], dtype: "float64" } })).toThrow(
      'compile: input "x" must be float32 or int32, got float64.',
    );
    const constant =
      (data: Float32Array | Int32Array, name = "c") =>
      () =>
        trace(double, { x: float(2) }, { constants: { [name]: { ...float(2), data } } });
    expect(constant(new Float32Array(3))).toThrow(
      'compile: constant "c" must have 2 values for shape [2], got 3.',
    );
    expect(constant(new Int32Array(2))).toThrow(TypeError);
    expect(constant(new Float32Array(2), "x")).toThrow(
      'compile: constant "x" must not have the name of an input. Rename it.',
    );
    expect(() => trace(({ x }) => ({ x: tf.square(x!) }), { x: float(2) })).toThrow(
      'compile: output "x" must not have the name of an input. Rename it.',
    );
    const message = "compile: the function must return tensors by name, as in { y: tf.square(x) }.";
    const returning = (result: unknown) => () =>
      trace(() => result as Record<string, tf.Tensor>, { x: float(2) });
    expect(returning(undefined)).toThrow(message);
    expect(returning({})).toThrow(message);
    expect(returning({ y: 3 })).toThrow(message);
    expect(returning(Promise.resolve({}))).toThrow(message);
  });

  it("refuses to trace while it traces", () => {
    const inner: TensorFunction = ({ x }) => {
      trace(({ z }) => ({ y: tf.square(z!) }), { z: float(1) });
      return { y: x! };
    };
    expect(() => trace(inner, { x: float(1) })).toThrow(
      "compile: must not be called while another function is traced.",
    );
    expect(tf.getBackend()).toBe("cpu");
  });

  it("puts the backend before back and leaks nothing, after an error too", () => {
    const work = (): void => {
      trace(({ x }) => ({ y: tf.grad((z) => tf.sum(tf.square(z)))(x!) }), { x: float(2) });
      expect(() => trace(({ x }) => ({ y: tf.tensor(tf.exp(x!).dataSync()) }), { x: float(2) })).toThrow();
      expect(() => trace(({ x }) => ({ y: tf.cumsum(tf.exp(x!)) }), { x: float(2) })).toThrow();
    };
    work();
    const { numTensors, numDataBuffers } = tf.memory();
    work();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    expect(tf.getBackend()).toBe("cpu");
    expect(tf.engine().backendNames()).toEqual(["cpu"]);
  });

  it("borrows tensors made outside: they keep their values, and others that share their memory do", () => {
    const outside = tf.tensor1d([1, 2]);
    const view = tf.reshape(outside, [2, 1]);
    const { constants } = trace(({ x }) => ({ y: tf.add(x!, view) }), { x: float(2, 1) });
    expect([...constants.values()]).toEqual([Float32Array.of(1, 2)]);
    view.dispose();
    expect([...tf.add(outside, 1).dataSync()]).toEqual([2, 3]);
    expect([...outside.dataSync()]).toEqual([1, 2]);
    outside.dispose();
  });
});
