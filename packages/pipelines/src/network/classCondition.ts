import { defaultGuidanceScale } from "@cellgen/samplers";
import { type DiffusionModel, nullClassOf } from "../model/diffusionModel.ts";
import { nearestName } from "../options/nearestName.ts";
import { OptionError, type OptionErrorCode } from "../options/OptionError.ts";

/** A class of a model: its name, or its number, 0…classes.length − 1. */
export type ModelClass = string | number;

export interface ClassRequest {
  /** The option that holds the class, for errors. @default "class" */
  readonly option?: string;
  /** The class of all images, or of each by its number. @default any */
  readonly class: ModelClass | ((index: number) => ModelClass) | undefined;
  /** 1 = no guidance. @default 1 */
  readonly guidanceScale?: number | undefined;
}

/** The class that the network is told beside x_t, and how much it counts. */
export interface ClassCondition {
  readonly guidanceScale: number;
  /** Calls of the network in one sampling step. */
  readonly calls: 1 | 2;
  /** The label of all images; undefined = any class, or one for each image. */
  readonly label: number | undefined;
  /** The label of an image; undefined = any class. @throws OptionError for a class of one image that the model does not have. */
  labelOf(index: number): number | undefined;
}

/**
 * Resolves the class that images are generated as, and checks that the model can do that, with guidance.
 *
 * @param caller - The function that was called: errors name it.
 * @throws OptionError if the model has no such class, requires one, or cannot be guided.
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
    const label = typeof wanted === "string" ? classes.indexOf(wanted) : wanted;
    if (Number.isInteger(label) && label >= 0 && label < classes.length) return label;
    if (classes.length === 0)
      return refuse("ERR_NO_SUCH_CLASS", "must be left out for a model without classes.");
    const got = `got ${typeof wanted === "string" ? JSON.stringify(wanted) : wanted}${where}.`;
    if (typeof wanted === "number") {
      return refuse("ERR_NO_SUCH_CLASS", `must be of the classes 0…${classes.length - 1}, ${got}`);
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
      `must be given: this model has no null class. Choose ${classes.join(", ")}.`,
    );
  }
  checkGuidance(caller, model, guidanceScale);
  if (guidanceScale !== 1 && given === undefined) {
    refuse(
      "ERR_NO_GUIDANCE",
      `must be 1 without a class, got ${guidanceScale}. Give a class.`,
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

/** @throws OptionError if the model cannot be guided by that scale. */
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
    `must be 1 for a model without a null class, got ${guidanceScale}. Leave it out, or train with classes.`,
  );
}
