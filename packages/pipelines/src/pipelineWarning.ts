/** A possible problem with a result. */
export interface PipelineWarning<Code extends string = string> {
  readonly code: Code;
  /** What was found, in one or two sentences. */
  readonly message: string;
  /** How to resolve it, in a sentence. @default no remedy is known */
  readonly remedy?: string;
  /** The measured value relative to the expected value, for example. */
  readonly ratio?: number;
}
