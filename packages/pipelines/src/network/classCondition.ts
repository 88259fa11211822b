import { indexOfName } from "@cellgen/data";
import { defaultGuidanceScale } from "@cellgen/samplers";
import { type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";
import { nearestName } from "../options/nearestName.ts";
import { OptionError, type OptionErrorCode } from "../options/OptionError.ts";

/** Class of a model: its name, or its label, 0…classes.length − 1. */
export type ModelClass = string | number;

export interface ClassRequest {
  /** Name of the option that holds the class, for error messages. @default "class" */
  readonly option?: string;
  /** Class of all images, or a function from an image's index to its class. @default unknown */
  readonly class: ModelClass | ((index: number) => ModelClass) | undefined;
  /** Guidance scale; 1 = no guidance. @default 1 */
  readonly guidanceScale?: number | undefined;
}

/** Class that the network is conditioned on, and the guidance scale. */
export interface ClassCondition {
  readonly guidanceScale: number;
  /** Network calls per sampling step. */
  readonly calls: 1 | 2;
  /** Label of all images; undefined for no class, or if each image has its own. */
  readonly label: number | undefined;
  /** Return the label of an image; undefined for no class. @throws OptionError if the model does not have the class of this image. */
  labelOf(index: number): number | undefined;
}

/**
 * Resolve the requested class and check that the model supports it, with guidance.
 *
 * @param caller - Name of the calling function, for error messages.
 * @throws OptionError if the model has no such class, requires one, or does not support guidance.
 */
export function classCondition(
  caller: string,
  model: Pick<DiffusionModel, "unet" | "card">,
  { option = "class", class: given, guidanceScale = defaultGuidanceScale }: ClassRequest,
): ClassCondition {
  const { classes } = model.card;
  const refuse = (code: OptionErrorCode, problem: string, name = option): never => {
    throw new OptionError(caller, code, name, problem);
  };
  const labelOfClass = (wanted: ModelClass, where = ""): number => {
    const label = typeof wanted === "string" ? indexOfName(classes, wanted) : wanted;
    if (Number.isInteger(label) && label >= 0 && label < classes.length) return label;
    if (classes.length === 0)
      return refuse("ERR_NO_SUCH_CLASS", "must be omitted for a model without classes.");
    const got = `got ${typeof wanted === "string" ? JSON.stringify(wanted) : wanted}${where}.`;
    if (typeof wanted === "number") {
      return refuse("ERR_NO_SUCH_CLASS", `must be a class in 0…${classes.length - 1}, ${got}`);
    }
    const nearest = nearestName(wanted, classes);
    const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
    return refuse("ERR_NO_SUCH_CLASS", `must be one of ${classes.join(", ")}, ${got}${hint}`);
  };
  const canGuide = nullClassOf(model) !== undefined;
  if (typeof given === "function" && classes.length === 0) labelOfClass(0);
  const label = given === undefined || typeof given === "function" ? undefined : labelOfClass(given);
  if (given === undefined && classes.length > 0 && !canGuide) {
    refuse(
      "ERR_CLASS_REQUIRED",
      `is required, because this model has no null class. Choose from ${classes.join(", ")}.`,
    );
  }
  checkGuidance(caller, model, guidanceScale);
  if (guidanceScale !== 1 && given === undefined) {
    refuse(
      "ERR_NO_GUIDANCE",
      `must be 1 without a class, got ${guidanceScale}. Specify a class.`,
      "guidanceScale",
    );
  }
  return {
    guidanceScale,
    calls: guidanceScale === 1 ? 1 : 2,
    label,
    labelOf: (index) =>
      typeof given === "function" ? labelOfClass(given(index), ` for image ${index}`) : label,
  };
}

/** @throws OptionError if the scale is not a finite number, or the model does not support guidance. */
export function checkGuidance(
  caller: string,
  model: Pick<DiffusionModel, "unet" | "card">,
  guidanceScale: number,
): void {
  if (!Number.isFinite(guidanceScale)) {
    throw new OptionError(
      caller,
      "ERR_OUT_OF_RANGE",
      "guidanceScale",
      `must be a finite number, got ${guidanceScale}.`,
    );
  }
  if (guidanceScale === 1 || nullClassOf(model) !== undefined) return;
  throw new OptionError(
    caller,
    "ERR_NO_GUIDANCE",
    "guidanceScale",
    `must be 1 for a model without a null class, got ${guidanceScale}. Omit it, or train a model with classes.`,
  );
}
