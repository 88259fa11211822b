import { type RandomStream, randomStream } from "@cellgen/random";
import { affineResample } from "./affineResample.ts";
import { augment, drawSymmetry, type SquareSymmetry } from "./augment.ts";
import type { AugmentationOptions } from "./augmentation.ts";

/** Identity of an augmented image. */
export interface AugmentationDraw {
  readonly seed: number;
  readonly step: number;
  readonly image: number;
}

type Shape = readonly [height: number, width: number, channels: number];

/**
 * Apply random changes to an image in [-1, 1], as a function of (seed, step, image): a symmetry from the stream "augment", a rotation, scale
 * and shift in one resampling from "augmentGeometry", and gain, offset and gamma from "augmentIntensity". An option that is off does not
 * change the draws of the others.
 *
 * The symmetries of images that are not square are the four that keep their shape.
 *
 * @param values - `[height, width, channels]` in [-1, 1].
 * @returns The input itself if nothing changes, else a new array in [-1, 1].
 */
export function randomAugmentation(
  values: Float32Array,
  shape: Shape,
  options: Required<AugmentationOptions>,
  { seed, step, image }: AugmentationDraw,
): Float32Array {
  const { symmetry: group } = options;
  let out = values;
  const symmetry = group === "none" ? 0 : drawSymmetry(group, randomStream(seed, "augment", step, image));
  const kept = shape[0] === shape[1] ? symmetry : keepingShape(symmetry);
  if (kept !== 0) out = augment(out, shape, kept);
  if (options.shift > 0 || options.rotate > 0 || options.scale > 0) {
    out = changeGeometry(out, shape, options, randomStream(seed, "augmentGeometry", step, image));
  }
  if (options.intensity > 0) {
    out = changeIntensity(out, options, randomStream(seed, "augmentIntensity", step, image));
  }
  return out;
}

/** Replace odd quarter turns by even ones: two of the eight symmetries become each of the four that keep the shape. */
const keepingShape = (symmetry: SquareSymmetry): SquareSymmetry => (symmetry & 6) as SquareSymmetry;

function changeGeometry(
  values: Float32Array,
  shape: Shape,
  { shift, rotate, scale, p }: Required<AugmentationOptions>,
  stream: RandomStream,
): Float32Array {
  // All numbers are drawn in every case, so that one change does not depend on another.
  const draw = (): number => {
    const isApplied = stream.uniform() < p;
    const signed = 2 * stream.uniform() - 1;
    return isApplied ? signed : 0;
  };
  const [turn, zoom] = [draw(), draw()];
  const isShifted = stream.uniform() < p;
  const [right, down] = [2 * stream.uniform() - 1, 2 * stream.uniform() - 1];
  const map = {
    rotation: turn * rotate,
    scale: (1 + scale) ** zoom,
    shift: [isShifted ? right * shift * shape[1] : 0, isShifted ? down * shift * shape[0] : 0],
  } as const;
  // Without rotation and scaling, whole pixels avoid the blur of interpolation.
  if (map.rotation === 0 && map.scale === 1) {
    const whole = [Math.round(map.shift[0]), Math.round(map.shift[1])] as const;
    return whole[0] === 0 && whole[1] === 0 ? values : affineResample(values, shape, { shift: whole });
  }
  return affineResample(values, shape, map);
}

/** Apply `v ↦ clip(gain u^gamma + offset)` with u = (v + 1) / 2, the values on a scale of 0 to 1. */
function changeIntensity(
  values: Float32Array,
  { intensity, p }: Required<AugmentationOptions>,
  stream: RandomStream,
): Float32Array {
  const isApplied = stream.uniform() < p;
  const [a, b, c] = [stream.uniform(), stream.uniform(), stream.uniform()].map((u) => 2 * u - 1) as [
    number,
    number,
    number,
  ];
  if (!isApplied) return values;
  const gain = 1 + a * intensity;
  const offset = (b * intensity) / 2;
  const gamma = (1 + intensity) ** c;
  return values.map((value) => {
    const unit = Math.max(0, (value + 1) / 2);
    return Math.min(1, Math.max(-1, 2 * (gain * unit ** gamma + offset) - 1));
  });
}
