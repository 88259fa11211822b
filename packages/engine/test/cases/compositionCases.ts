import { attention, conv2d, groupNorm, linear, silu, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { at, build, map, type NdArray, total, values } from "../ndarray.ts";
import * as reference from "./layerReferences.ts";
import type { OperationCase } from "./operationCase.ts";

const labels = [2, 0];
const same = { strides: 1, pads: [1, 1, 1, 1] } as const;
const half = { strides: 2, pads: [1, 1, 1, 1] } as const;
const square = { strides: [1, 1], pads: same.pads } as const;
const shrinking = { strides: [2, 2], pads: half.pads } as const;

/** conv, norm + SiLU + embedding of a class, down, attention, up, skip, conv, and a loss: what a diffusion model is made of. */
const tinyUnet: OperationCase = {
  name: "a tiny U-Net with classes, and its loss",
  inputs: [
    values([2, 4, 4, 2], 1), // x
    values([3, 3, 2, 4], 2, -0.5, 0.5), // into 4 channels
    values([4], 3),
    values([4], 4, 0.5, 1.5), // γ
    values([4], 5), // β
    values([3, 4], 6), // class table
    values([4, 4], 7, -0.5, 0.5), // of the embedding
    values([4], 8),
    values([3, 3, 4, 4], 9, -0.3, 0.3), // down
    values([4, 12], 10, -0.5, 0.5), // query, key, value
    values([12], 11),
    values([3, 3, 8, 2], 12, -0.3, 0.3), // out
    values([2], 13),
  ],
  operation: (...given) => {
    const [x, w1, b1, gamma, beta, table, we, be, w2, wa, ba, w3, b3] = given as [
      tf.Tensor4D,
      ...tf.Tensor[],
    ];
    const skip = conv2d(x, w1 as tf.Tensor4D, b1 as tf.Tensor1D, same);
    const rows = tf.matMul(tf.cast(tf.oneHot(tf.tensor1d(labels, "int32"), 3), "float32"), table!);
    const embedding = linear(silu(rows), we as tf.Tensor2D, be as tf.Tensor1D);
    const norm = { groups: 2, epsilon: 1e-5, silu: true };
    const normed = groupNorm(skip, gamma as tf.Tensor1D, beta as tf.Tensor1D, norm);
    const h = tf.add(normed, tf.reshape(embedding, [2, 1, 1, 4])) as tf.Tensor4D;
    const down = conv2d(h, w2 as tf.Tensor4D, b1 as tf.Tensor1D, half);
    const qkv = linear(tf.reshape(down, [2, 4, 4]), wa as tf.Tensor2D, ba as tf.Tensor1D);
    const [query, key, value] = tf.split(qkv, 3, 2) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const attended = tf.add(tf.reshape(attention(query, key, value, 0.5), [2, 2, 2, 4]), down);
    const joined = tf.concat([upsample2x(attended as tf.Tensor4D), skip], 3);
    const out = conv2d(joined, w3 as tf.Tensor4D, b3 as tf.Tensor1D, same);
    return tf.mean(tf.square(tf.sub(out, x)));
  },
  reference: (...given) => {
    const [x, w1, b1, gamma, beta, table, we, be, w2, wa, ba, w3, b3] = given as [NdArray, ...NdArray[]];
    const skip = reference.addBias(reference.convolution(x, w1!, square), b1!);
    const rows = build([2, 4], ([i, j]) => at(table!, labels[i!]!, j!));
    const embedding = reference.linear(reference.silu(rows), we!, be!);
    const normed = reference.silu(reference.groupNorm(skip, gamma!, beta!, 2, 1e-5));
    const h = build(normed.shape, (index) => at(normed, ...index) + at(embedding, index[0]!, index[3]!));
    const down = reference.addBias(reference.convolution(h, w2!, shrinking), b1!);
    const qkv = reference.linear({ ...down, shape: [2, 4, 4] }, wa!, ba!);
    const part = (which: number) => build([2, 4, 4], ([n, i, c]) => at(qkv, n!, i!, 4 * which + c!));
    const attended = reference.attention(part(0), part(1), part(2), 0.5);
    const coarse = { shape: [2, 2, 2, 4], data: attended.data.map((value, i) => value + down.data[i]!) };
    const up = reference.upsample2x(coarse);
    const joined = build([2, 4, 4, 8], ([n, i, j, c]) =>
      c! < 4 ? at(up, n!, i!, j!, c!) : at(skip, n!, i!, j!, c! - 4),
    );
    const out = reference.addBias(reference.convolution(joined, w3!, square), b3!);
    return { shape: [], data: [total(64, (i) => (out.data[i]! - x.data[i]!) ** 2) / 64] };
  },
};

/** Clones, casts and reshapes in a row: each must hand on its gradient once. */
const relays: OperationCase = {
  name: "clones, casts and reshapes in a row",
  inputs: [values([2, 3], 1)],
  operation: (x) => {
    let y = x!;
    for (let i = 0; i < 5; i++)
      y = tf.reshape(tf.cast(tf.clone(y), "float32"), i % 2 === 0 ? [3, 2] : [2, 3]);
    return tf.mul(tf.clone(y), tf.reshape(x!, [3, 2]));
  },
  reference: (x) => ({ shape: [3, 2], data: x!.data.map((value) => value * value) }),
};

/** A tensor that is used again and again. */
const reused: OperationCase = {
  name: "one tensor in many places",
  inputs: [values([4], 1), values([4], 2)],
  operation: (a, b) => {
    const product = tf.mul(a!, b!);
    return tf.add(tf.mul(product, product), tf.sub(tf.exp(product), tf.mul(a!, product)));
  },
  reference: (a, b) =>
    map({ shape: [4], data: [0, 1, 2, 3] }, (i) => {
      const product = a!.data[i]! * b!.data[i]!;
      return product ** 2 + Math.exp(product) - a!.data[i]! * product;
    }),
};

export const compositionCases: readonly OperationCase[] = [tinyUnet, relays, reused];
