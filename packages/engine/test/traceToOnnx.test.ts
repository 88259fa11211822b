import "@tensorflow/tfjs-backend-cpu";
import { conv2d, groupNorm, upsample2x } from "@cellgen/nn";
import * as onnxruntime from "@cellgen/onnxruntime";
import * as tf from "@tensorflow/tfjs-core";
import onnxProto from "onnx-proto";
import { beforeAll, expect, it } from "vitest";
import { setEagerBackend } from "../src/engines/eager/setEagerBackend.ts";
import { type Signature, type TensorFunction, traceToOnnx } from "../src/index.ts";

const { onnx } = onnxProto;
const signature: Signature = {
  image: { shape: [1, 2, 2, 1], dtype: "float32" },
  "conv.bias": { shape: [2], dtype: "float32" },
  n: { shape: [3], dtype: "int32" },
};
const filter = { shape: [1, 1, 1, 2], dtype: "float32", data: Float32Array.of(2, -1) } as const;
const options = { constants: { filter } };

/** An output of each type, a scalar, and a gradient. */
const fn: TensorFunction = ({ image, "conv.bias": bias, filter: weights, n }) => {
  const features = (b: tf.Tensor) => conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, b as tf.Tensor1D);
  const loss = (b: tf.Tensor) => tf.sum(tf.square(features(b)));
  return {
    features: features(bias!),
    loss: loss(bias!),
    dbias: tf.grad(loss)(bias!),
    less: tf.less(n!, 0),
    m: tf.neg(n!),
  };
};

const opsets = ({ opsetImport }: onnxProto.onnx.ModelProto) =>
  opsetImport.map(({ domain, version }) => [domain, Number(version)]);

beforeAll(() => setEagerBackend());

it("traceToOnnx writes a model of opset 21 with the function's names, shapes and types, as another decoder reads it", () => {
  const model = onnx.ModelProto.decode(traceToOnnx(fn, signature, options));
  expect(Number(model.irVersion)).toBe(10);
  expect(model.producerName).toBe("cellgen");
  expect(opsets(model)).toEqual([["", 21]]);
  const typeOf = ({ name, type }: onnxProto.onnx.IValueInfoProto) => [
    name,
    type!.tensorType!.elemType,
    type!.tensorType!.shape!.dim!.map(({ dimValue }) => Number(dimValue)),
  ];
  const { FLOAT, INT32 } = onnx.TensorProto.DataType;
  expect(model.graph!.input!.map(typeOf)).toEqual([
    ["image", FLOAT, [1, 2, 2, 1]],
    ["conv.bias", FLOAT, [2]],
    ["n", INT32, [3]],
  ]);
  expect(model.graph!.output!.map(typeOf)).toEqual([
    ["features", FLOAT, [1, 2, 2, 2]],
    ["loss", FLOAT, []],
    ["dbias", FLOAT, [2]],
    ["less", INT32, [3]],
    ["m", INT32, [3]],
  ]);
});

it("traceToOnnx names ONNX Runtime's own operators where it needs them", () => {
  const product: TensorFunction = ({ a }) => ({ y: tf.matMul(a!, a!, true) });
  const model = onnx.ModelProto.decode(traceToOnnx(product, { a: { shape: [2, 3], dtype: "float32" } }));
  expect(opsets(model)).toEqual([
    ["", 21],
    ["com.microsoft", 1],
  ]);
});

it("traceToOnnx keeps files to operators that others have: no images in blocks, forward or backward", () => {
  const float = (...shape: number[]) => ({ shape, dtype: "float32" }) as const;
  const step: TensorFunction = ({ x, filter, vector, shift }) => {
    const weights = [filter as tf.Tensor4D, vector as tf.Tensor1D, { pads: [1, 1, 1, 1] }] as const;
    const block = (image: tf.Tensor, gamma: tf.Tensor) => {
      const h = tf.add(conv2d(image as tf.Tensor4D, ...weights), shift!) as tf.Tensor4D;
      const norm = { groups: 2, epsilon: 1e-5, silu: true };
      const sum = tf.add(
        image,
        conv2d(groupNorm(h, gamma as tf.Tensor1D, gamma as tf.Tensor1D, norm), ...weights),
      );
      return conv2d(upsample2x(sum as tf.Tensor4D), ...weights);
    };
    const [dx, dgamma] = tf.grads((...given) => tf.sum(tf.square(block(given[0]!, given[1]!))))([
      x!,
      vector!,
    ]);
    return { y: block(x!, vector!), dx: dx!, dgamma: dgamma! };
  };
  const shapes = {
    x: float(2, 4, 6, 32),
    filter: float(3, 3, 32, 32),
    vector: float(32),
    shift: float(2, 1, 1, 32),
  };
  const model = onnx.ModelProto.decode(traceToOnnx(step, shapes));
  const domains = [...model.opsetImport, ...model.graph!.node!].map(({ domain }) => domain);
  expect(domains).not.toContain("com.microsoft.nchwc");
  expect(model.graph!.node!.filter(({ opType }) => opType === "Conv").length).toBeGreaterThan(0);
});

it("traceToOnnx bakes constants in, and names every tensor before it is used", () => {
  const { graph } = onnx.ModelProto.decode(traceToOnnx(fn, signature, options));
  const bytes = Buffer.from(filter.data.buffer).toString("hex");
  const baked = graph!.initializer!.filter(({ rawData }) => Buffer.from(rawData!).toString("hex") === bytes);
  expect(baked.map(({ dims }) => dims!.map(Number))).toEqual([[1, 1, 1, 2]]);
  const known = new Set([...graph!.input!, ...graph!.initializer!].map(({ name }) => name));
  for (const node of graph!.node!) {
    for (const name of node.input!) if (name !== "") expect(known).toContain(name);
    for (const name of node.output!) {
      expect(known).not.toContain(name);
      known.add(name);
    }
  }
  for (const { name } of graph!.output!) expect(known).toContain(name);
});

it("traceToOnnx writes attributes of every kind, and negative integers", () => {
  const bytes = traceToOnnx(
    ({ x }) => ({ a: tf.leakyRelu(x!, 0.25), b: tf.transpose(x!), c: tf.softmax(x!), d: tf.reverse(x!, 0) }),
    { x: { shape: [2, 3], dtype: "float32" } },
  );
  const { graph } = onnx.ModelProto.decode(bytes);
  const { FLOAT, INT, INTS } = onnx.AttributeProto.AttributeType;
  const attributesOf = (type: string) => graph!.node!.find(({ opType }) => opType === type)!.attribute![0]!;
  expect(attributesOf("LeakyRelu")).toMatchObject({ name: "alpha", type: FLOAT, f: 0.25 });
  expect(attributesOf("Transpose")).toMatchObject({ name: "perm", type: INTS });
  expect(attributesOf("Transpose").ints!.map(Number)).toEqual([1, 0]);
  expect(attributesOf("Softmax")).toMatchObject({ name: "axis", type: INT });
  expect(Number(attributesOf("Softmax").i)).toBe(1);
  const numbers = graph!.initializer!.map(({ rawData }) => Buffer.from(rawData!).toString("hex"));
  expect(numbers).toContain("ffffffffffffffff");
});

it("the file of traceToOnnx runs in ONNX Runtime by itself", async () => {
  const session = await onnxruntime.InferenceSession.create(traceToOnnx(fn, signature, options));
  const results = await session.run({
    image: new onnxruntime.Tensor("float32", Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]),
    "conv.bias": new onnxruntime.Tensor("float32", Float32Array.of(0.5, 1), [2]),
    n: new onnxruntime.Tensor("int32", Int32Array.of(-1, 0, 2), [3]),
  });
  // features = [2x + 0.5, 1 − x]; loss = 2.5² + 4.5² + 6.5² + 8.5² + 0 + 1 + 4 + 9; dbias = 2·Σ features
  expect(results["features"]!.data).toEqual(Float32Array.of(2.5, 0, 4.5, -1, 6.5, -2, 8.5, -3));
  expect(results["loss"]!.data).toEqual(Float32Array.of(155));
  expect(results["dbias"]!.data).toEqual(Float32Array.of(44, -12));
  expect(results["less"]!.data).toEqual(Int32Array.of(1, 0, 0));
  expect(results["m"]!.data).toEqual(Int32Array.of(1, 0, -2));
  await session.release();
});

it("traceToOnnx leaves no tensors", () => {
  traceToOnnx(fn, signature, options);
  const before = tf.memory().numTensors;
  traceToOnnx(fn, signature, options);
  expect(tf.memory().numTensors).toBe(before);
});

it("traceToOnnx refuses what cannot be traced", () => {
  const refused: TensorFunction = ({ n }) => ({ y: tf.cumsum(n!) });
  expect(() => traceToOnnx(refused, signature)).toThrow("got Cumsum at ");
});
