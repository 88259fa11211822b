import type { PixelWindow } from "@cellgen/filters";
import { boxesInField, type CropBox, type DroppedBox, type DropReason } from "../annotations/cropBox.ts";
import { type FieldSize, pixelSizeFactor } from "./fieldSize.ts";

export interface PlanCropsOptions {
  /** Height and width of the crops in pixels. @default that of each box with its margin */
  readonly size?: readonly [height: number, width: number];
  /** Margin on each side of a box: a share of its longer side, or a number of pixels of the field. @default 0 */
  readonly margin?: number | { readonly pixels: number };
  /**
   * "native": objects keep their size, and boxes that do not fit into `size` are dropped; "fit": each box with its margin is scaled to
   * `size`, so that the size of objects is lost. @default "native"
   */
  readonly scale?: "native" | "fit";
  /** Without `size`, whether crops are squares or have the shape of their boxes. @default "square" */
  readonly aspect?: "square" | "box";
  /** Crops that reach beyond the field: drop them, move them inside, or continue the field by reflection. @default "skip" */
  readonly border?: BorderRule;
  /** Minimum of the shorter side of a box, in pixels of the field. @default 1 */
  readonly minimumSide?: number;
  /** Pixel size of the crops: they are resampled from the field's own pixel size. @default that of the field */
  readonly pixelSizeMicrometres?: number;
}

export type BorderRule = "skip" | "shift" | "reflect";

/** Rectangle of a field and the size to which it is scaled. */
export interface CropWindow {
  /** Whole numbers of pixels. Reaches beyond the field only under the border rule "reflect". */
  readonly window: PixelWindow;
  /** Size of the crop in pixels. */
  readonly size: readonly [height: number, width: number];
  /** Object of the crop. */
  readonly box?: CropBox;
}

/**
 * Reason why an object has no crop: that of its box, or "small" = below the minimum side; "large" = larger than the crop; "border" = the
 * crop would reach beyond the field.
 */
export type CropDropReason = DropReason | "small" | "large" | "border";

export interface CropPlan {
  readonly crops: readonly CropWindow[];
  readonly dropped: readonly DroppedBox<CropDropReason>[];
}

/**
 * Convert boxes to crop windows around their centers.
 *
 * The window of a box is `round(size * r)` pixels, with r the ratio of the pixel sizes of crop and field. Under the scale "fit", it is the
 * smallest window of the shape of `size` that contains the box and its margin.
 *
 * @param boxes - Boxes in pixels of the field. They are cut at its edges.
 * @returns One crop or one dropped box for each box, in their order.
 * @throws RangeError if an option is out of range.
 * @throws CropError if `pixelSizeMicrometres` is given and the pixel size of the field is unknown.
 */
export function planCrops(
  boxes: readonly CropBox[],
  field: FieldSize,
  options: PlanCropsOptions = {},
): CropPlan {
  checkOptions(options);
  const { size, border = "skip", minimumSide = 1 } = options;
  const ratio = pixelSizeFactor(field, options.pixelSizeMicrometres);
  const inside = boxesInField(boxes, field);
  const dropped: DroppedBox<CropDropReason>[] = [...inside.dropped];
  const crops: CropWindow[] = [];
  for (const box of inside.boxes) {
    const drop = (reason: CropDropReason): number => dropped.push({ reason, box });
    if (Math.min(box.width, box.height) < minimumSide) {
      drop("small");
      continue;
    }
    const sides = windowSides(box, ratio, options);
    if (!sides) {
      drop("large");
      continue;
    }
    const window = placed(box, sides, field, border);
    if (!window) drop("border");
    else
      crops.push({
        window,
        size: size ?? (sides.map((side) => atLeastOne(side / ratio)) as [number, number]),
        box,
      });
  }
  return { crops, dropped };
}

/** Return the height and width of a box's window; undefined if the box does not fit. */
function windowSides(
  box: CropBox,
  ratio: number,
  { size, margin = 0, scale, aspect = "square" }: PlanCropsOptions,
): [height: number, width: number] | undefined {
  const longer = Math.max(box.width, box.height);
  const around = 2 * (typeof margin === "number" ? margin * longer : margin.pixels);
  const [height, width] = [box.height + around, box.width + around];
  if (!size) {
    const square = atLeastOne(longer + around);
    return aspect === "square" ? [square, square] : [atLeastOne(height), atLeastOne(width)];
  }
  if (scale === "fit") {
    const factor = Math.max(height / size[0], width / size[1]);
    return [atLeastOne(size[0] * factor), atLeastOne(size[1] * factor)];
  }
  const native: [number, number] = [atLeastOne(size[0] * ratio), atLeastOne(size[1] * ratio)];
  return height <= native[0] && width <= native[1] ? native : undefined;
}

const atLeastOne = (side: number): number => Math.max(1, Math.round(side));

/** Center a window on a box, following the border rule; undefined if it must be dropped. */
function placed(
  box: CropBox,
  [height, width]: readonly [number, number],
  field: FieldSize,
  border: BorderRule,
): PixelWindow | undefined {
  const left = Math.round(box.left + (box.width - width) / 2);
  const top = Math.round(box.top + (box.height - height) / 2);
  const isInside = left >= 0 && top >= 0 && left + width <= field.width && top + height <= field.height;
  if (isInside || border === "reflect") return { left, top, width, height };
  if (border === "skip" || width > field.width || height > field.height) return undefined;
  return {
    left: Math.min(Math.max(0, left), field.width - width),
    top: Math.min(Math.max(0, top), field.height - height),
    width,
    height,
  };
}

function checkOptions({
  size,
  margin = 0,
  scale,
  minimumSide = 1,
  pixelSizeMicrometres,
}: PlanCropsOptions): void {
  const fail = (rule: string): never => {
    throw new RangeError(`planCrops: ${rule}.`);
  };
  if (size && !size.every((side) => Number.isInteger(side) && side >= 1)) {
    fail(`size must be two positive integers [height, width], got ${JSON.stringify(size)}`);
  }
  const amount = typeof margin === "number" ? margin : margin.pixels;
  if (!(amount >= 0 && amount < 1e6)) fail(`margin must be a number of at least 0, got ${amount}`);
  if (!(minimumSide >= 0)) fail(`minimumSide must be a number of at least 0, got ${minimumSide}`);
  if (scale === "fit" && !size) fail('size must be given with scale "fit". Give it, or use scale "native"');
  if (scale === "fit" && pixelSizeMicrometres !== undefined) {
    fail(
      'pixelSizeMicrometres must not be given with scale "fit", which scales every box differently. Use scale "native"',
    );
  }
}
