import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { attention, conv2d, groupNorm, kernelNames, silu, upsample2x } from "../src/index.ts";
import { useBackend } from "./backends.ts";

interface Call {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly attributes: unknown;
}

const calls: Record<string, Call> = {};

/** Registers kernels that note what they are given and return zeros of the given shapes. */
function register(kernels: Readonly<Record<string, readonly (readonly number[])[]>>): void {
  for (const [kernelName, shapes] of Object.entries(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName: "cpu",
      kernelFunc: ({ inputs, attrs }) => {
        const given = Object.entries(inputs).map(([name, info]) => [name, info!.shape] as const);
        calls[kernelName] = { inputs: Object.fromEntries(given), attributes: attrs };
        const infos = shapes.map((shape) => tf.zeros([...shape]) as tf.TensorInfo);
        return infos.length === 1 ? infos[0]! : infos;
      },
    });
  }
}

beforeAll(() => useBackend("cpu"));

afterEach(() => {
  for (const kernelName of Object.values(kernelNames)) {
    if (tf.getKernel(kernelName, "cpu")) tf.unregisterKernel(kernelName, "cpu");
    delete calls[kernelName];
  }
});

it("conv2d runs a backend's own kernels, with the inputs and attributes that Kernels tells", () => {
  register({
    [kernelNames.conv2d]: [[1, 2, 2, 3]],
    [kernelNames.conv2dInputGradient]: [[1, 4, 4, 2]],
    [kernelNames.conv2dFilterGradient]: [[3, 3, 2, 3]],
  });
  tf.tidy(() => {
    const inputs = [tf.ones([1, 4, 4, 2]), tf.ones([3, 3, 2, 3]), tf.ones([3])];
    const options = { strides: 2, pads: [1, 1, 1, 1] } as const;
    const layer = (...[x, filter, bias]: tf.Tensor[]) =>
      conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, bias as tf.Tensor1D, options);
    expect(layer(...inputs).dataSync()).toEqual(new Float32Array(12));
    tf.grads(layer)(inputs);
  });
  const attributes = { strides: 2, pads: [1, 1, 1, 1] };
  const [x, dy] = [
    [1, 4, 4, 2],
    [1, 2, 2, 3],
  ];
  const filter = [3, 3, 2, 3];
  expect(calls).toEqual({
    CellgenConv2d: { inputs: { x, filter, bias: [3] }, attributes },
    CellgenConv2dInputGradient: { inputs: { dy, filter }, attributes: { ...attributes, inputShape: x } },
    CellgenConv2dFilterGradient: { inputs: { x, dy }, attributes: { ...attributes, filterShape: filter } },
  });
});

it("groupNorm, silu, attention and upsample2x run a backend's own kernels", () => {
  register({
    [kernelNames.groupNorm]: [
      [2, 3, 4],
      [2, 2],
      [2, 2],
    ],
    [kernelNames.groupNormGradient]: [[2, 3, 4], [4], [4]],
    [kernelNames.silu]: [[5]],
    [kernelNames.siluGradient]: [[5]],
    [kernelNames.attention]: [
      [2, 3, 4],
      [2, 3, 5],
    ],
    [kernelNames.attentionGradient]: [
      [2, 3, 4],
      [2, 5, 4],
      [2, 5, 4],
    ],
    [kernelNames.upsample2x]: [[1, 4, 4, 1]],
    [kernelNames.upsample2xGradient]: [[1, 2, 2, 1]],
  });
  tf.tidy(() => {
    const norm = { groups: 2, epsilon: 1e-5, silu: true };
    tf.grads((x, gamma, beta) =>
      groupNorm(x as tf.Tensor3D, gamma as tf.Tensor1D, beta as tf.Tensor1D, norm),
    )([tf.ones([2, 3, 4]), tf.ones([4]), tf.ones([4])]);
    tf.grad((x) => silu(x))(tf.ones([5]));
    tf.grads((query, key, value) =>
      attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, 0.5),
    )([tf.ones([2, 3, 4]), tf.ones([2, 5, 4]), tf.ones([2, 5, 4])]);
    tf.grad((x) => upsample2x(x as tf.Tensor4D))(tf.ones([1, 2, 2, 1]));
  });
  const perGroup = { mean: [2, 2], rstd: [2, 2] };
  const norm = { x: [2, 3, 4], gamma: [4], beta: [4] };
  const attending = { query: [2, 3, 4], key: [2, 5, 4], value: [2, 5, 4] };
  const attributes = { groups: 2, epsilon: 1e-5, silu: true };
  expect(calls).toEqual({
    CellgenGroupNorm: { inputs: norm, attributes },
    CellgenGroupNormGradient: { inputs: { ...norm, ...perGroup, dy: [2, 3, 4] }, attributes },
    CellgenSilu: { inputs: { x: [5] }, attributes: {} },
    CellgenSiluGradient: { inputs: { x: [5], dy: [5] }, attributes: {} },
    CellgenAttention: { inputs: attending, attributes: { scale: 0.5 } },
    CellgenAttentionGradient: {
      inputs: { ...attending, probabilities: [2, 3, 5], dy: [2, 3, 4] },
      attributes: { scale: 0.5 },
    },
    CellgenUpsample2x: { inputs: { x: [1, 2, 2, 1] }, attributes: {} },
    CellgenUpsample2xGradient: { inputs: { dy: [1, 4, 4, 1] }, attributes: {} },
  });
});
