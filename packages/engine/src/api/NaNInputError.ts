/** Thrown if an input of a compiled function contains NaN. The outputs are written nevertheless. */
export class NaNInputError extends RangeError {
  override readonly name = "NaNInputError";
  readonly input: string;
  /** Index of the first NaN. */
  readonly index: number;

  constructor(input: string, index: number) {
    super(
      `run: input ${JSON.stringify(input)} must hold numbers, got NaN at index ${index}. Check the source of this input for invalid values.`,
    );
    this.input = input;
    this.index = index;
  }
}
