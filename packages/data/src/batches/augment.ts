import type { RandomStream } from "@cellgen/random";

/**
 * Random symmetries: none; "flip": left-right mirroring; "c4": quarter turns, which keep the handedness of a spiral; "d4": all eight rotations
 * and reflections of the square.
 */
export type SymmetryGroup = "none" | "flip" | "c4" | "d4";

/**
 * One of the eight symmetries of the square: `quarterTurns + 4 * mirrored`.
 * The image is first mirrored left to right (4…7), then rotated counter-clockwise by 0…3 quarter turns.
 */
export type SquareSymmetry = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * Draw a random symmetry, uniformly from a group. "none" consumes no random numbers.
 *
 * @throws RangeError if the group is unknown.
 */
export function drawSymmetry(group: SymmetryGroup, stream: RandomStream): SquareSymmetry {
  if (group === "none") return 0;
  if (group === "flip") return stream.integer(2) === 1 ? 4 : 0;
  if (group === "c4") return stream.integer(4) as SquareSymmetry;
  if (group === "d4") return stream.integer(8) as SquareSymmetry;
  throw new RangeError(
    `drawSymmetry: augmentation must be "none", "flip", "c4" or "d4", got "${group as string}".`,
  );
}

/**
 * Mirror and rotate an image. Cells have no preferred orientation, so rotated and mirrored images are equally plausible.
 *
 * @param values - `[height, width, channels]`, any value range.
 * @param shape - `[height, width, channels]`.
 * @param symmetry - 0…7, see {@link SquareSymmetry}; 0 returns a copy.
 * @returns New array, `[height, width, channels]` (`[width, height, channels]` after an odd number of quarter turns).
 * @throws RangeError if `values` does not have the shape, or `symmetry` is not 0…7.
 */
export function augment(
  values: Float32Array,
  shape: readonly [height: number, width: number, channels: number],
  symmetry: SquareSymmetry,
): Float32Array {
  const [height, width, channels] = shape;
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `augment: values must have shape [${shape.join(",")}], got ${values.length} values instead of ${height * width * channels}.`,
    );
  }
  if (!Number.isInteger(symmetry) || symmetry < 0 || symmetry > 7) {
    throw new RangeError(`augment: symmetry must be an integer from 0 to 7, got ${symmetry}.`);
  }
  if (symmetry === 0) return values.slice();
  // Source position of the result's pixel (0, 0), and the source offsets of one step down and one step to the right.
  const turns = symmetry & 3;
  const last = { x: width - 1, y: height - 1 };
  let x0 = turns === 1 || turns === 2 ? last.x : 0;
  const y0 = turns === 2 || turns === 3 ? last.y : 0;
  let [downX, downY] = [0, 1];
  let [rightX, rightY] = [1, 0];
  if (turns === 1) [downX, downY, rightX, rightY] = [-1, 0, 0, 1];
  if (turns === 2) [downX, downY, rightX, rightY] = [0, -1, -1, 0];
  if (turns === 3) [downX, downY, rightX, rightY] = [1, 0, 0, -1];
  if (symmetry >= 4) {
    x0 = last.x - x0;
    downX = -downX;
    rightX = -rightX;
  }
  const [rows, columns] = turns % 2 === 0 ? [height, width] : [width, height];
  const down = (downY * width + downX) * channels;
  const right = (rightY * width + rightX) * channels;
  const out = new Float32Array(values.length);
  let start = (y0 * width + x0) * channels;
  let o = 0;
  for (let row = 0; row < rows; row++, start += down) {
    let source = start;
    for (let column = 0; column < columns; column++, source += right) {
      out[o++] = values[source]!;
      for (let c = 1; c < channels; c++) out[o++] = values[source + c]!;
    }
  }
  return out;
}
