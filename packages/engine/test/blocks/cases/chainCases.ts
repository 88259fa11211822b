import { values } from "../../ndarray.ts";
import { affineOf, type ImageCase, imageCase, weightsOf } from "./imageCase.ts";

const none = [0, 0, 0, 0] as const;
const sizes = [
  [3, 5, 7, 18],
  [2, 9, 9, 16],
  [9, 3, 3, 24],
  [2, 1, 1, 40],
  [2, 4, 6, 5],
  [1, 5, 7, 32],
] as const;

const residuals: readonly ImageCase[] = sizes.flatMap(([n, h, w, c]) => {
  const [x, weights, more] = [
    values([n, h, w, c], 1),
    weightsOf([3, 3, c, c], 2),
    weightsOf([1, 1, c, c], 4),
  ];
  return [
    imageCase(`an image added to its convolution, [${x.shape}]`, [x, ...weights], (layers, x, filter, bias) =>
      layers.add(x!, layers.conv2d(x!, filter!, bias!)),
    ),
    imageCase(
      `two convolutions of an image added, [${x.shape}]`,
      [x, ...weights, ...more],
      (layers, x, f, b, g, d) =>
        layers.silu(layers.add(layers.conv2d(x!, f!, b!), layers.conv2d(x!, g!, d!, 1, none))),
    ),
    // The sum that the second convolution adds is read again after it, and by itself.
    imageCase(`residuals in a row, [${x.shape}]`, [x, ...weights, ...more], (layers, x, f, b, g, d) => {
      const first = layers.add(layers.conv2d(x!, f!, b!), x!);
      const second = layers.add(layers.conv2d(layers.silu(first), g!, d!, 1, none), first);
      return layers.mul(second, layers.silu(first));
    }),
    // The convolution's result is read twice: nothing may be added into it.
    imageCase(
      `a convolution that is added and read again, [${x.shape}]`,
      [x, ...weights],
      (layers, x, f, b) => {
        const convolved = layers.conv2d(layers.silu(x!), f!, b!);
        return layers.mul(layers.add(convolved, x!), convolved);
      },
    ),
  ];
});

/** group norm and SiLU, convolution, shift, the same again, and a residual through a convolution of 1x1. */
const residualBlocks: readonly ImageCase[] = (
  [
    [2, 5, 7, 32, 32, 8],
    [3, 3, 5, 18, 24, 3],
    [9, 3, 3, 24, 40, 4],
    [2, 4, 3, 40, 18, 2],
    [1, 5, 5, 20, 5, 5],
  ] as const
).map(([n, h, w, c, k, groups]) =>
  imageCase(
    `a residual block of [${[n, h, w, c]}] with a shift, to ${k} channels`,
    [
      values([n, h, w, c], 1),
      ...affineOf(c, 2),
      ...weightsOf([3, 3, c, k], 4),
      values([n, k], 6),
      ...affineOf(k, 7),
      ...weightsOf([3, 3, k, k], 9),
      ...weightsOf([1, 1, c, k], 11),
    ],
    (layers, ...given) => {
      const [x, gamma1, beta1, filter1, bias1, embedding, gamma2, beta2, filter2, bias2, shortcut, bias3] =
        given.map((value) => value!);
      const normed = layers.groupNorm(x!, gamma1!, beta1!, c % groups === 0 ? groups : 1, true);
      const h1 = layers.conv2d(normed, filter1!, bias1!);
      const shifted = layers.add(h1, layers.reshape(embedding!, [n, 1, 1, k]));
      const again = layers.groupNorm(shifted, gamma2!, beta2!, k === groups ? 1 : groups, true);
      const h2 = layers.conv2d(again, filter2!, bias2!);
      return layers.add(layers.conv2d(x!, shortcut!, bias3!, 1, none), h2);
    },
    4e-5,
  ),
);

/** Down, a norm, up, the skip joined behind it, and out to three channels. */
const thereAndBack: readonly ImageCase[] = (
  [
    [2, 6, 4, 18, 24],
    [3, 2, 6, 16, 32],
    [9, 4, 4, 5, 20],
  ] as const
).map(([n, h, w, c, k]) =>
  imageCase(
    `[${[n, h, w, 3]}] to ${c} channels, down to ${k}, up, the skip, and out`,
    [
      values([n, h, w, 3], 1),
      ...weightsOf([3, 3, 3, c], 2),
      ...weightsOf([3, 3, c, k], 4),
      ...affineOf(k, 6),
      ...weightsOf([3, 3, k, k], 8),
      ...weightsOf([3, 3, k + c, 3], 10),
    ],
    (layers, x, f1, b1, f2, b2, gamma, beta, f3, b3, f4, b4) => {
      const skip = layers.conv2d(x!, f1!, b1!);
      const down = layers.conv2d(layers.silu(skip), f2!, b2!, 2, [0, 0, 1, 1]);
      const up = layers.conv2d(layers.upsample2x(layers.groupNorm(down, gamma!, beta!, 4, true)), f3!, b3!);
      return layers.conv2d(layers.concat([up, skip], 3), f4!, b4!);
    },
    4e-5,
  ),
);

const fan: ImageCase = imageCase(
  "one image under convolutions of 3x3, of stride 2, and of 1x1, and under group norm",
  [
    values([2, 4, 6, 18], 1),
    ...weightsOf([3, 3, 18, 20], 2),
    ...weightsOf([3, 3, 18, 20], 4),
    ...weightsOf([1, 1, 18, 20], 6),
    ...affineOf(18, 8),
  ],
  (layers, x, f1, b1, f2, b2, f3, b3, gamma, beta) => {
    const image = layers.silu(x!);
    const same = layers.conv2d(image, f1!, b1!);
    const half = layers.upsample2x(layers.conv2d(image, f2!, b2!, 2));
    const pointwise = layers.conv2d(layers.groupNorm(image, gamma!, beta!, 6), f3!, b3!, 1, none);
    return layers.add(layers.mul(same, half), pointwise);
  },
);

export const chainCases: readonly ImageCase[] = [...residuals, ...residualBlocks, ...thereAndBack, fan];
