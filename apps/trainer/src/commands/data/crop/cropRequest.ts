import type { CropBox, FieldSource, ImageSource } from "@cellgen/data";
import {
  type Annotations,
  type CropMethod,
  type FieldCropsOptions,
  type FieldFile,
  fieldPlanes,
  listFields,
  matchByName,
  openImage,
  readAnnotations,
} from "@cellgen/data/node";
import { classFolder } from "../../../output/classFolder.ts";
import { UsageError } from "../../../terminal/usageError.ts";
import type { CropSettings } from "./cropOptions.ts";

/** Check combinations of the settings. @throws UsageError if they do not fit together. */
export function checkCropSettings(settings: CropSettings): void {
  const { masks, boxes, grid, random, size, scale, pixelSize, hideNeighbours, stride, format } = settings;
  const methods = { "--masks": masks, "--boxes": boxes, "--grid": grid || undefined, "--random": random };
  const given = Object.entries(methods).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (given.length !== 1) {
    throw new UsageError(
      `Exactly one of ${Object.keys(methods).join(", ")} must be given, got ${given.join(" and ") || "none"}. ` +
        "They find the cells of a field: by instance masks, by boxes, side by side, or at random.",
    );
  }
  const require = (condition: boolean, message: string): void => {
    if (!condition) throw new UsageError(message);
  };
  require(size !== undefined || (!grid && random === undefined), `${given[0]} requires --size.`);
  require(size !== undefined || scale === "native", "--scale fit requires --size.");
  require(pixelSize === undefined ||
    scale === "native", "--pixel-size requires --scale native: fit scales every box differently.");
  require(!hideNeighbours || masks !== undefined, "--hide-neighbours requires --masks.");
  require(size !== undefined ||
    (format !== "npz" && format !== "zarr"), `--format ${format} requires --size: its images have one size.`);
  require(stride === undefined || grid, "--stride requires --grid.");
}

/** Return the options of the crops of a field. */
export function cropOptionsOf(settings: CropSettings): FieldCropsOptions {
  const { size, margin, scale, aspect, border, minSize, pixelSize, foreground, objects } = settings;
  const amount = Number.parseFloat(margin);
  const [width = "", height = width] = size?.toLowerCase().split("x") ?? [];
  return {
    ...(size === undefined ? {} : { size: [Number(height), Number(width)] as const }),
    margin: /px$/i.test(margin) ? { pixels: amount } : amount,
    scale,
    aspect,
    border,
    minimumSide: minSize,
    foreground,
    objects,
    ...(pixelSize === undefined ? {} : { pixelSizeMicrometres: Number.parseFloat(pixelSize) }),
  };
}

/** Method for a field, or the reason why it has none. */
type FieldMethod =
  | {
      /** Return the method for a plane of the field, of a number of planes. */
      methodOf(position: number, planes: number): CropMethod;
      close(): Promise<void>;
    }
  | { readonly missing: "mask" | "boxes" };

/** Finds the cells of fields. */
export interface CellFinder {
  /** Annotation files, if the cells are found by boxes. */
  readonly annotations?: Annotations;
  /** Return the method for the field number `index`. */
  methodOf(file: FieldFile, index: number): Promise<FieldMethod>;
}

/**
 * Prepare the method by which the settings find cells.
 *
 * @throws UnreadableImageError if the annotations cannot be read; ImageFolderError if the folder of masks cannot.
 */
export async function cellFinder(settings: CropSettings): Promise<CellFinder> {
  const { masks, boxes, random, stride, seed, hideNeighbours } = settings;
  const close = async (): Promise<void> => {};
  if (masks !== undefined) {
    const maskOf = matchByName((await listFields(masks)).files);
    return {
      async methodOf({ name }) {
        const file = maskOf(name);
        if (!file) return { missing: "mask" };
        const mask = await openImage(file.path);
        return {
          methodOf: (position, planes) => ({
            by: "mask",
            mask: maskPlane(mask, position, planes),
            hideNeighbours,
          }),
          close: () => mask.close(),
        };
      },
    };
  }
  if (boxes !== undefined) {
    const annotations = await readAnnotations(boxes);
    return {
      annotations,
      async methodOf({ name }) {
        const found = annotations.of(name);
        if (!found) return { missing: "boxes" };
        return { methodOf: () => ({ by: "boxes", boxes: found.boxes }), close };
      },
    };
  }
  return {
    async methodOf(_, index) {
      if (random === undefined) {
        return {
          methodOf: () => ({ by: "grid", ...(stride === undefined ? {} : { stride: [stride, stride] }) }),
          close,
        };
      }
      return { methodOf: () => ({ by: "random", count: random, seed, start: index * random }), close };
    },
  };
}

/** Return the plane of a mask for a plane of its field: the same one if both have as many planes, else the first. */
function maskPlane(mask: ImageSource, position: number, planes: number): FieldSource {
  const all = fieldPlanes(mask, { z: "all", time: "all" });
  return (all.length === planes ? all[position]! : all[0]!).field;
}

/** Return a field with the pixel size of the settings, if its file has none. */
export function withPixelSize(field: ImageSource, { fieldPixelSize }: CropSettings): ImageSource {
  if (field.pixelSizeMicrometres !== undefined || fieldPixelSize === undefined) return field;
  const pixelSizeMicrometres = Number.parseFloat(fieldPixelSize);
  return {
    ...field,
    pixelSizeMicrometres,
    read: async (request) => ({ ...(await field.read(request)), pixelSizeMicrometres }),
  };
}

/** Return the label of a box as the name of a folder. */
export function folderOfLabel(box: CropBox | undefined, hasLabels: boolean): string {
  if (!hasLabels) return "";
  return `${classFolder(box?.label ?? "unlabelled")}/`;
}
