import { OptionError } from "@cellgen/pipelines/options";

/**
 * Create the error for a setting of a training run that is out of range, or does not fit the images, the machine or the run to resume.
 *
 * @param setting - Name of the setting, such as "size"; "data" is the folder of images.
 * @param problem - Message after that name, such as "must be a multiple of 4 for preset small, got 30. Use 28 or 32."
 */
export function settingError(setting: string, problem: string, options?: ErrorOptions): OptionError {
  return new OptionError("trainFolder", "ERR_OUT_OF_RANGE", setting, problem, options);
}
