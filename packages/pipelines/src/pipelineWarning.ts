/** A possible problem with a result. */
export interface PipelineWarning<Code extends string = string> {
  readonly code: Code;
  /** The warning in one or two sentences. */
  readonly message: string;
  /** How to resolve it, if `message` does not include that. */
  readonly remedy?: string;
  /** The measured value relative to the expected value, for example. */
  readonly ratio?: number;
}
