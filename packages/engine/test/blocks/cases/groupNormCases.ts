import { values } from "../../ndarray.ts";
import { affineOf, type ImageCase, imageCase, weightsOf } from "./imageCase.ts";

type Shape4 = readonly [number, number, number, number];

/** Groups of one channel, of several, across blocks, and of all. */
const forms: readonly (readonly [shape: Shape4, groups: number])[] = [
  [[3, 5, 7, 18], 3],
  [[2, 3, 3, 24], 8],
  [[2, 5, 7, 40], 5],
  [[9, 2, 1, 20], 4],
  [[2, 1, 1, 20], 2],
  [[1, 9, 9, 5], 1],
  [[3, 5, 7, 3], 3],
  [[2, 4, 6, 16], 16],
  [[9, 3, 3, 32], 4],
  [[1, 33, 33, 18], 9],
];

const alone = ([shape, groups]: (typeof forms)[number], withSilu: boolean): ImageCase =>
  imageCase(
    `groupNorm${withSilu ? " and SiLU" : ""} of [${shape}] in ${groups} groups`,
    [values(shape, 1), ...affineOf(shape[3], 2)],
    (layers, x, gamma, beta) => layers.groupNorm(x!, gamma!, beta!, groups, withSilu),
  );

/** Where the mean is a thousand times the deviation, float32 holds four digits of what is left of x. */
const farFromZero: readonly ImageCase[] = [
  [[3, 5, 7, 18], 3] as const,
  [[2, 9, 9, 24], 8] as const,
  [[2, 3, 5, 40], 5] as const,
].map(([shape, groups]) =>
  imageCase(
    `groupNorm and SiLU of [${shape}] in ${groups} groups, a mean of 1000`,
    [values(shape, 1, 999, 1001), ...affineOf(shape[3], 2)],
    (layers, x, gamma, beta) => layers.groupNorm(x!, gamma!, beta!, groups, true),
    3e-4,
  ),
);

/** As the embedding of the timestep is: a number for each channel of each sample is added before the norm. */
const shifted = forms
  .filter(([, groups], i) => groups !== 16 && i < 9)
  .map(([shape, groups]) =>
    imageCase(
      `groupNorm and SiLU of [${shape}] in ${groups} groups, of an image and a shift`,
      [values(shape, 1), values([shape[0], shape[3]], 4, -3, 3), ...affineOf(shape[3], 2)],
      (layers, x, shift, gamma, beta) => {
        const sum = layers.add(x!, layers.reshape(shift!, [shape[0], 1, 1, shape[3]]));
        return layers.groupNorm(sum, gamma!, beta!, groups, true);
      },
    ),
  );

const shiftedAndRead = imageCase(
  "groupNorm of an image and a shift, their sum read elsewhere too",
  [values([3, 3, 5, 18], 1), values([3, 1, 1, 18], 4), ...affineOf(18, 2), ...weightsOf([1, 1, 18, 18], 5)],
  (layers, x, shift, gamma, beta, filter, bias) => {
    const sum = layers.add(shift!, layers.conv2d(x!, filter!, bias!, 1, [0, 0, 0, 0]));
    return layers.add(layers.groupNorm(sum, gamma!, beta!, 3), sum);
  },
);

const shiftedTwice = imageCase(
  "groupNorm of an image and two shifts that are read elsewhere",
  [values([2, 3, 5, 20], 1), values([2, 1, 1, 20], 4), values([2, 1, 1, 20], 5), ...affineOf(20, 2)],
  (layers, x, a, b, gamma, beta) => {
    const normed = layers.groupNorm(layers.add(layers.add(x!, a!), b!), gamma!, beta!, 4);
    return layers.add(layers.mul(normed, a!), b!);
  },
);

/** A number that is the same for all samples, or for all channels, is no shift as above; nor is one for each row. */
const shiftedOtherwise: readonly ImageCase[] = [[18], [1, 1, 1, 18], [3, 1, 1, 1], [1, 3, 1, 18]].map(
  (shape) =>
    imageCase(
      `groupNorm of an image and [${shape}]`,
      [values([3, 3, 5, 18], 1), values(shape, 4), ...affineOf(18, 2)],
      (layers, x, shift, gamma, beta) => layers.groupNorm(layers.add(x!, shift!), gamma!, beta!, 3),
    ),
);

export const groupNormCases: readonly ImageCase[] = [
  ...forms.map((form) => alone(form, false)),
  ...forms.map((form) => alone(form, true)),
  ...farFromZero,
  ...shifted,
  shiftedAndRead,
  shiftedTwice,
  ...shiftedOtherwise,
];
