import type { CropBox, DroppedBox } from "../annotations/cropBox.ts";
import { instanceBoxes } from "../annotations/instanceBoxes.ts";
import type { CellImage } from "../images/cellImage.ts";

import { type FieldSize, pixelSizeFactor } from "./fieldSize.ts";
import { gridWindows, randomWindow } from "./fieldWindows.ts";
import { findForeground, foregroundShare } from "./foreground.ts";
import { type CropDropReason, type CropWindow, type PlanCropsOptions, planCrops } from "./planCrops.ts";
import { type FieldSource, readCrop } from "./readCrop.ts";

/** Rule that finds the crops of a field. */
export type CropMethod =
  /** One crop for each object of an instance mask. */
  | {
      readonly by: "mask";
      readonly mask: FieldSource;
      /** Replace other objects by the background. @default false */
      readonly hideNeighbours?: boolean;
    }
  /** One crop for each box. */
  | { readonly by: "boxes"; readonly boxes: readonly CropBox[] }
  /** Windows side by side. */
  | { readonly by: "grid"; readonly stride?: readonly [vertical: number, horizontal: number] }
  /** Windows at random. */
  | {
      readonly by: "random";
      readonly count: number;
      readonly seed: number;
      /** @default 0 */
      readonly epoch?: number;
      /** Number of the first window within the epoch, so that fields differ. @default 0 */
      readonly start?: number;
    };

/** Why a window has no crop: that of its box, or "background" = too little foreground. */
export type FieldDropReason = CropDropReason | "background";

/** Options of `fieldCrops`. */
export interface FieldCropsOptions extends PlanCropsOptions {
  /** Minimum share of foreground in the windows of a grid or at random, 0…1. @default 0.05 */
  readonly foreground?: number;
  /** Objects compared with the background; "auto" = the group with fewer pixels. @default "auto" */
  readonly objects?: "auto" | "bright" | "dark";
}

/** Crop of a field. */
export interface FieldCrop extends CropWindow {
  readonly image: CellImage;
}

/** Number of positions to try for each random window with enough foreground. */
const ATTEMPTS = 32;
/** Maximum number of pixels of a field that is read as a whole for its threshold. */
const MAX_PIXELS = 2 ** 26;

/**
 * Find the crops of a field and read them one after another. Only the parts of the field that they need are read; the threshold of the
 * foreground is that of the whole field, or of its middle if the field has more than 67 million pixels.
 *
 * @param onDropped - Called for every object or window without a crop.
 * @throws CropError if a pixel size is requested and that of the field is unknown; RangeError if an option is out of range, or the mask is
 * of another size or kind; UnreadableImageError if a file is damaged.
 */
export async function* fieldCrops(
  field: FieldSource & FieldSize,
  method: CropMethod,
  options: FieldCropsOptions,
  onDropped: (dropped: DroppedBox<FieldDropReason>) => void = () => {},
): AsyncGenerator<FieldCrop> {
  if (method.by === "grid" || method.by === "random") {
    yield* foregroundCrops(field, method, options, onDropped);
    return;
  }
  const mask = method.by === "mask" ? method.mask : undefined;
  if (mask && (mask.width !== field.width || mask.height !== field.height)) {
    throw new RangeError(
      `fieldCrops: mask must be ${field.width}x${field.height} like its field, got ${mask.width}x${mask.height}. Give the mask of this field.`,
    );
  }
  const boxes = method.by === "boxes" ? method.boxes : instanceBoxes(await method.mask.read());
  const plan = planCrops(boxes, field, options);
  for (const dropped of plan.dropped) onDropped(dropped);
  const hidden = method.by === "mask" && method.hideNeighbours ? { mask: method.mask } : {};
  for (const crop of plan.crops) yield { ...crop, image: await readCrop(field, crop, hidden) };
}

async function* foregroundCrops(
  field: FieldSource & FieldSize,
  method: Extract<CropMethod, { readonly by: "grid" | "random" }>,
  { size, foreground: share = 0.05, objects, pixelSizeMicrometres }: FieldCropsOptions,
  onDropped: (dropped: DroppedBox<FieldDropReason>) => void,
): AsyncGenerator<FieldCrop> {
  if (!size) throw new RangeError(`fieldCrops: size must be given for crops by ${method.by}.`);
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`fieldCrops: foreground must be a number from 0 to 1, got ${share}.`);
  }
  const ratio = pixelSizeFactor(field, pixelSizeMicrometres);
  const scaled = (sides: readonly [number, number]) =>
    sides.map((side) => Math.max(1, Math.round(side * ratio))) as [number, number];
  const native = scaled(size);
  const threshold = share > 0 ? findForeground(await sampleOf(field), objects) : undefined;
  const isKept = (image: CellImage): boolean =>
    share === 0 || (threshold !== undefined && foregroundShare(image, threshold) >= share);
  if (method.by === "grid") {
    const stride = method.stride ? scaled(method.stride) : native;
    for (const window of gridWindows(field, native, stride)) {
      const crop = { window, size };
      const image = await readCrop(field, crop);
      if (isKept(image)) yield { ...crop, image };
      else onDropped({ reason: "background", box: window });
    }
    return;
  }
  const { count, seed, epoch = 0, start = 0 } = method;
  for (let index = 0; index < count; index++) {
    let last: CropWindow | undefined;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const draw = { seed, epoch, index: (start + index) * ATTEMPTS + attempt };
      const window = randomWindow(field, native, draw);
      if (!window) break;
      last = { window, size };
      const image = await readCrop(field, last);
      if (!isKept(image)) continue;
      yield { ...last, image };
      last = undefined;
      break;
    }
    if (last) onDropped({ reason: "background", box: last.window });
  }
}

/** Read the field, or its middle if it is very large. */
function sampleOf(field: FieldSource & FieldSize): Promise<CellImage> {
  const { width, height } = field;
  if (width * height <= MAX_PIXELS) return field.read();
  const side = Math.floor(Math.sqrt(MAX_PIXELS));
  const [inWidth, inHeight] = [Math.min(width, side), Math.min(height, side)];
  return field.read({
    window: {
      left: Math.floor((width - inWidth) / 2),
      top: Math.floor((height - inHeight) / 2),
      width: inWidth,
      height: inHeight,
    },
  });
}
