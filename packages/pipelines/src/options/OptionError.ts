/**
 * Codes of {@link OptionError}.
 *
 * - `ERR_OUT_OF_RANGE`: the value is invalid for this option, or does not fit the model or the data.
 * - `ERR_NO_SUCH_CLASS`: the model has no such class.
 * - `ERR_CLASS_REQUIRED`: the model can only generate images of a given class.
 * - `ERR_NO_GUIDANCE`: guidance needs a class, and a model with a null class.
 */
export type OptionErrorCode =
  | "ERR_OUT_OF_RANGE"
  | "ERR_NO_SUCH_CLASS"
  | "ERR_CLASS_REQUIRED"
  | "ERR_NO_GUIDANCE";

/** Error about an option that is out of range, or does not fit the model or the data. */
export class OptionError extends RangeError {
  override readonly name = "OptionError";
  readonly code: OptionErrorCode;
  /** Name of the option, such as "guidanceScale". */
  readonly option: string;
  /** The message after the option's name, such as "must be a finite number, got NaN." */
  readonly problem: string;

  /** @param caller - Name of the called function, with which the message starts. */
  constructor(
    caller: string,
    code: OptionErrorCode,
    option: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${caller}: ${option} ${problem}`, options);
    this.code = code;
    this.option = option;
    this.problem = problem;
  }
}
