import type { SymmetryGroup } from "./augment.ts";

/** Random changes of training images. Each change is applied with the probability `p`, independently of the others. */
export interface AugmentationOptions {
  /** Random symmetries, each equally likely. @default "none" */
  readonly symmetry?: SymmetryGroup;
  /** Maximum shift in each direction as a share of the side, drawn uniformly. @default 0 */
  readonly shift?: number;
  /** Maximum rotation to each side in degrees, drawn uniformly. @default 0 */
  readonly rotate?: number;
  /** Maximum enlargement or reduction, drawn uniformly on a logarithmic scale from `1 / (1 + scale)` to `1 + scale`. @default 0 */
  readonly scale?: number;
  /**
   * Maximum change of intensity: the gain is drawn from `1 ± intensity`, the offset from `± intensity / 2` of the range, and gamma from
   * `1 / (1 + intensity)` to `1 + intensity`. @default 0
   */
  readonly intensity?: number;
  /** Probability of each change other than the symmetry, 0…1. @default 1 */
  readonly p?: number;
}

/** Augmentation: a group of symmetries, or all options. */
export type Augmentation = SymmetryGroup | AugmentationOptions;

/** Largest valid value and default of each change in {@link parseAugmentation}. */
const changes = {
  shift: { max: 0.5, usual: 0.1 },
  rotate: { max: 180, usual: 15 },
  scale: { max: 1, usual: 0.1 },
  intensity: { max: 1, usual: 0.1 },
} as const;

type Change = keyof typeof changes;
const changeNames = Object.keys(changes) as Change[];

/** Clause that describes the text of an augmentation. */
export const AUGMENTATION_RULE =
  "none, or a list of one of flip, c4 and d4, and of shift, rotate, scale, intensity and p, each with =VALUE or without";

/** Return all options of an augmentation, with their defaults. @throws RangeError if it is unknown or an option is out of range. */
export function resolveAugmentation(
  caller: string,
  augmentation: Augmentation,
): Required<AugmentationOptions> {
  const given = typeof augmentation === "string" ? { symmetry: augmentation } : augmentation;
  const options = { symmetry: "none", shift: 0, rotate: 0, scale: 0, intensity: 0, p: 1, ...given } as const;
  if (options.symmetry !== "none" && !isSymmetry(options.symmetry)) {
    throw new RangeError(
      `${caller}: augmentation must be "none", "flip", "c4" or "d4", got "${options.symmetry as string}".`,
    );
  }
  for (const name of [...changeNames, "p"] as const) {
    const max = name === "p" ? 1 : changes[name].max;
    if (!(options[name] >= 0 && options[name] <= max)) {
      throw new RangeError(
        `${caller}: augmentation.${name} must be a number from 0 to ${max}, got ${options[name]}.`,
      );
    }
  }
  return options;
}

/**
 * Parse the text of an augmentation, such as `d4`, or `d4,shift=0.1,rotate=15,p=0.5`. Changes without a value have their usual maximum:
 * shift 0.1, rotate 15, scale 0.1, intensity 0.1.
 *
 * @returns Undefined if the text is not an augmentation.
 */
export function parseAugmentation(text: string): Augmentation | undefined {
  if (text === "none" || isSymmetry(text)) return text;
  const options: { symmetry?: SymmetryGroup } & Partial<Record<Change | "p", number>> = {};
  for (const word of text.split(",")) {
    const [, name = "", value] = /^([a-z][a-z0-9]*)(?:=(\d+(?:\.\d*)?|\.\d+))?$/.exec(word.trim()) ?? [];
    if (isSymmetry(name) && value === undefined) {
      if (options.symmetry) return undefined;
      options.symmetry = name;
    } else {
      const isChange = changeNames.includes(name as Change);
      if (!isChange && !(name === "p" && value !== undefined)) return undefined;
      const key = name as Change | "p";
      if (options[key] !== undefined) return undefined;
      const max = key === "p" ? 1 : changes[key].max;
      options[key] = value === undefined ? changes[key as Change].usual : Number(value);
      if (options[key] > max) return undefined;
    }
  }
  return options;
}

function isSymmetry(name: string): name is Exclude<SymmetryGroup, "none"> {
  return name === "flip" || name === "c4" || name === "d4";
}
