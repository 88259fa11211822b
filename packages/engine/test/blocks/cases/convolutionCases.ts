import { longForm } from "../../../../../test/longForm.ts";
import type { Geometry } from "../../cases/layerReferences.ts";
import { values } from "../../ndarray.ts";
import { type ImageCase, imageCase, weightsOf } from "./imageCase.ts";

type Form = readonly [name: string, height: number, width: number, strides: 1 | 2, pads: Geometry["pads"]];

const forms: readonly Form[] = [
  ["3x3", 3, 3, 1, [1, 1, 1, 1]],
  ["3x3, no zeros around", 3, 3, 1, [0, 0, 0, 0]],
  ["3x3, stride 2", 3, 3, 2, [1, 1, 1, 1]],
  ["3x3, stride 2, zeros right and below", 3, 3, 2, [0, 0, 1, 1]],
  ["3x3, stride 2, no zeros around", 3, 3, 2, [0, 0, 0, 0]],
  ["1x1", 1, 1, 1, [0, 0, 0, 0]],
  ["1x1, zeros around", 1, 1, 1, [1, 0, 2, 1]],
  ["1x1, stride 2", 1, 1, 2, [0, 0, 0, 0]],
  ["5x5", 5, 5, 1, [2, 2, 2, 2]],
  ["2x2", 2, 2, 1, [0, 0, 1, 1]],
  ["2x2, stride 2", 2, 2, 2, [0, 0, 0, 0]],
  ["4x4", 4, 4, 1, [1, 1, 2, 2]],
  ["4x4, stride 2", 4, 4, 2, [1, 1, 1, 1]],
  ["2x3, four different pads", 2, 3, 1, [0, 1, 1, 2]],
];

/** Inputs and outputs: less than a block, one, more, and none a whole number of them but 16, 24, 32 and 40. */
const channels = [
  [1, 5],
  [5, 1],
  [3, 18],
  [18, 3],
  [20, 24],
  [24, 40],
  [40, 20],
  [32, 3],
  [16, 16],
] as const;

const sizes = [
  [3, 5, 7],
  [1, 9, 9],
  [9, 4, 6],
  [2, 1, 1],
  [2, 8, 3],
] as const;

/** The size that is a form's turn, or the next one that its filter fits into. */
function sizeFor(turn: number, [, height, width, , [top, left, bottom, right]]: Form) {
  const fits = (size: readonly number[]) =>
    size[1]! + top + bottom >= height && size[2]! + left + right >= width;
  return [0, 1].map((later) => sizes[(turn + later) % sizes.length]!).find(fits)!;
}

function convolution(form: Form, turn: number, c: number, k: number): ImageCase {
  const [name, height, width, strides, pads] = form;
  const size = sizeFor(turn, form);
  return imageCase(
    `conv2d ${name}, ${c} to ${k} channels, [${size}]`,
    [values([...size, c], 1), ...weightsOf([height, width, c, k], 2)],
    (layers, x, filter, bias) => layers.conv2d(x!, filter!, bias!, strides, pads),
  );
}

/** The same between other layers, so that the image and its gradient lie in blocks before it and after it. */
function between(form: Form, turn: number, c: number, k: number): ImageCase {
  const [name, height, width, strides, pads] = form;
  const size = sizeFor(turn, form);
  return imageCase(
    `conv2d ${name}, ${c} to ${k} channels between other layers, [${size}]`,
    [values([...size, 3], 1), ...weightsOf([1, 1, 3, c], 2), ...weightsOf([height, width, c, k], 4)],
    (layers, x, before, b0, filter, bias) => {
      const image = layers.silu(layers.conv2d(x!, before!, b0!, 1, [0, 0, 0, 0]));
      return layers.silu(layers.conv2d(image, filter!, bias!, strides, pads));
    },
  );
}

const large: readonly ImageCase[] = (
  [
    [2, 33, 33, 3, 16],
    [3, 20, 17, 18, 5],
  ] as const
).map(([n, h, w, c, k]) =>
  imageCase(
    `conv2d of ${h} x ${w} places, ${c} to ${k} channels`,
    [values([n, h, w, c], 1), ...weightsOf([3, 3, c, k], 2)],
    (layers, x, filter, bias) => layers.conv2d(x!, filter!, bias!),
  ),
);

/** Each form with each pair of channels: half of them between other layers, the rest, in the long form all, by themselves. */
export const convolutionCases: readonly ImageCase[] = [
  ...forms.flatMap((form, i) =>
    channels.flatMap(([c, k], j) => (longForm || (i + j) % 2 === 1 ? [convolution(form, i + j, c, k)] : [])),
  ),
  ...forms.flatMap((form, i) =>
    channels.flatMap(([c, k], j) => ((i + j) % 2 === 0 ? [between(form, i + 2 * j + 1, c, k)] : [])),
  ),
  ...large,
];
