import { type RandomStream, randomStream } from "@cellgen/random";
import type { CellImage } from "../images/cellImage.ts";
import { fluorescenceScene } from "./syntheticFluorescence.ts";
import type { Scene } from "./syntheticScene.ts";
import { smearScene } from "./syntheticSmear.ts";
import { sppScene } from "./syntheticSpp.ts";

/** Kind of synthetic images: fluorescence nuclei, a stained blood smear, or cells seen through a spiral phase plate. */
export type CellKind = "fluorescence" | "smear" | "spp";

/** Three classes of each kind, indexed by label. */
export const CELL_CLASSES: Readonly<Record<CellKind, readonly [string, string, string]>> = {
  fluorescence: ["interphase", "mitotic", "apoptotic"],
  smear: ["erythrocyte", "leukocyte", "platelet"],
  spp: ["in-focus", "above-focus", "below-focus"],
};

export interface SynthesizeOptions {
  /** Side of the image in pixels, at least 16. */
  readonly size: number;
  readonly seed: number;
  /** Index of the image; images with different indices are independent. */
  readonly index: number;
  /** @default index mod 3 */
  readonly label?: 0 | 1 | 2;
}

export interface SyntheticCell {
  /** 8 bits: gray for fluorescence and spp, RGB for smear. */
  readonly image: CellImage;
  /** `[size, size]`: cell number of each pixel, 1…n without gaps; 0 = background, 1 = the center cell. */
  readonly mask: Uint16Array;
  /** Index into the kind's {@link CELL_CLASSES}. */
  readonly label: number;
}

const SCENES: Readonly<
  Record<CellKind, { channels: 1 | 3; scene: (stream: RandomStream, label: number) => Scene }>
> = {
  fluorescence: { channels: 1, scene: fluorescenceScene },
  smear: { channels: 3, scene: smearScene },
  spp: { channels: 1, scene: sppScene },
};

/**
 * Generate one synthetic cell near the center of the image, often with neighbors.
 *
 * Shapes are defined in units of half the image side, so the same (seed, index) gives the same cell at every size; only the camera noise is
 * per pixel. All random numbers come from `randomStream(seed, "synthetic <kind>", index)`: image k does not depend on the number of images.
 *
 * @throws RangeError if the kind is unknown, `size` is under 16 or not an integer, or `label` is not 0, 1 or 2.
 */
export function synthesizeCell(kind: CellKind, options: SynthesizeOptions): SyntheticCell {
  const { size, seed, index, label = index % 3 } = options;
  if (!Object.hasOwn(SCENES, kind)) {
    const kinds = Object.keys(SCENES).map((name) => `"${name}"`);
    throw new RangeError(`synthesizeCell: kind must be ${kinds.join(", ")}, got "${kind}".`);
  }
  if (!Number.isInteger(size) || size < 16) {
    throw new RangeError(`synthesizeCell: size must be an integer of at least 16, got ${size}.`);
  }
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** 32) {
    throw new RangeError(`synthesizeCell: index must be an integer in 0…2^32-1, got ${index}.`);
  }
  if (label !== 0 && label !== 1 && label !== 2) {
    throw new RangeError(`synthesizeCell: label must be 0, 1 or 2, got ${label}.`);
  }
  const { channels, scene: makeScene } = SCENES[kind];
  const scene = makeScene(randomStream(seed, `synthetic ${kind}`, index), label);
  const noise = randomStream(seed, `synthetic ${kind} noise`, index);
  const data = new Uint8Array(size * size * channels);
  const mask = new Uint16Array(size * size);
  const values = new Float64Array(channels);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const u = (2 * x + 1) / size - 1;
      const v = (2 * y + 1) / size - 1;
      const pixel = y * size + x;
      mask[pixel] = scene.shade(u, v, 2 / size, values);
      for (let c = 0; c < channels; c++) {
        data[pixel * channels + c] = Math.min(255, Math.max(0, Math.round(scene.expose(values[c]!, noise))));
      }
    }
  }
  return { image: { width: size, height: size, channels, data }, mask: withoutGaps(mask), label };
}

/** Renumber the cells without gaps: a neighbor may be hidden behind another cell or lie outside the image. */
function withoutGaps(mask: Uint16Array): Uint16Array {
  const present = [...new Set(mask)].filter((instance) => instance > 0).sort((a, b) => a - b);
  const numbers = new Map(present.map((instance, i) => [instance, i + 1]));
  return mask.map((instance) => numbers.get(instance) ?? 0);
}
