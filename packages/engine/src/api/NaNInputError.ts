/** An input of a compiled function holds NaN. Its outputs are written nevertheless. */
export class NaNInputError extends RangeError {
  override readonly name = "NaNInputError";
  readonly input: string;
  /** The place of its first NaN. */
  readonly index: number;

  constructor(input: string, index: number) {
    super(
      `run: input ${JSON.stringify(input)} must hold numbers, got NaN at index ${index}. Look for bad values where it comes from.`,
    );
    this.input = input;
    this.index = index;
  }
}
