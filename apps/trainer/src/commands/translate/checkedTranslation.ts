import {
  checkDeterministic,
  classCondition,
  type DiffusionModel,
  samplingFor,
  type TranslateOptions,
  translateDefaults,
} from "@cellgen/pipelines";
import { UsageError } from "../../terminal/usageError.ts";
import type { TranslateSettings } from "./options.ts";

/** Settings of a translation. */
export type Translation = Omit<TranslateOptions, "from" | "to" | "onProgress" | "signal"> & {
  readonly steps: number;
  /** Label of the target class. */
  readonly to?: number;
};

/**
 * Resolve the settings of a translation. @throws UsageError if the target class is missing; OptionError if a flag does not apply to the
 * method or the model.
 */
export function checkedTranslation(settings: TranslateSettings, model: DiffusionModel): Translation {
  const { method, sampler, keep, seed, guidance } = settings;
  const { classes } = model.card;
  if (settings.from !== undefined) {
    classCondition("translate", model, { option: "from", class: settings.from });
  }
  if (settings.to === undefined && (method === "ddib" || settings.data !== undefined)) {
    const [flag, remedy] =
      method === "ddib" ? ["--method ddib", "Use --method sdedit."] : ["--data", "Omit --data."];
    throw new UsageError(
      classes.length === 0
        ? `${flag} requires a model trained with --class-conditional. ${remedy}`
        : `--to is missing. Give the class to translate to: ${classes.join(", ")}.`,
    );
  }
  if (method === "ddib") checkDeterministic("translate", { sampler });
  const { label: to } = classCondition("translate", model, {
    option: "to",
    class: settings.to,
    guidanceScale: guidance,
  });
  return {
    method,
    sampler,
    steps: samplingFor(model, settings).steps,
    strength: settings.strength ?? translateDefaults.strength[method],
    seed,
    guidanceScale: guidance,
    ...(to === undefined ? {} : { to }),
    ...(keep === undefined ? {} : { keep }),
  };
}
