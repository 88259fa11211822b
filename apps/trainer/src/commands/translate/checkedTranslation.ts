import { type DiffusionModel, type TranslateOptions, translateDefaults } from "@cellgen/pipelines";
import { checkClass, classLabel, samplingSteps } from "../../model/sampling.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { TranslateSettings } from "./options.ts";

/** How images are translated. */
export type Translation = Omit<TranslateOptions, "from" | "onProgress" | "signal"> & {
  readonly steps: number;
};

/** @throws UsageError if a flag does not go with the method or the model. */
export function checkedTranslation(settings: TranslateSettings, model: DiffusionModel): Translation {
  const { method, sampler, keep, seed, guidance } = settings;
  const { classes } = model.card;
  if (settings.from !== undefined) classLabel("--from", settings.from, classes);
  const to = settings.to === undefined ? undefined : classLabel("--to", settings.to, classes);
  if (to === undefined && (method === "ddib" || settings.data !== undefined)) {
    const [flag, remedy] =
      method === "ddib" ? ["--method ddib", "Use --method sdedit."] : ["--data", "Leave --data out."];
    throw new UsageError(
      classes.length === 0
        ? `${flag} needs a model trained with --class-conditional, and this one was not. ${remedy}`
        : `--to is missing. Give the class to translate to: ${classes.join(", ")}.`,
    );
  }
  if (method === "ddib" && sampler === "ddpm") {
    throw new UsageError(
      "--sampler ddpm adds new noise, so that the result would not match the image. Use ddim or dpm++2m, or --method sdedit.",
    );
  }
  checkClass("--to", to, model, guidance);
  return {
    method,
    sampler,
    steps: samplingSteps(settings, model),
    strength: settings.strength ?? translateDefaults.strength[method],
    seed,
    guidanceScale: guidance,
    ...(to === undefined ? {} : { to }),
    ...(keep === undefined ? {} : { keep }),
  };
}
