/** Thrown if a setting of a training run is out of range, or does not fit the images, the machine or the run to resume. */
export class SettingError extends RangeError {
  override readonly name = "SettingError";
  /** Name of the setting, such as "size"; "data" is the folder of images. */
  readonly setting: string;
  /** The message after the setting's name, such as "must be a multiple of 4 for preset small, got 30. Use 28 or 32." */
  readonly problem: string;

  constructor(setting: string, problem: string, options?: ErrorOptions) {
    super(`trainFolder: ${setting} ${problem}`, options);
    this.setting = setting;
    this.problem = problem;
  }
}
