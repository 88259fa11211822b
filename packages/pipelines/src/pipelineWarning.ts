/** What speaks against a result. */
export interface PipelineWarning<Code extends string = string> {
  readonly code: Code;
  /** The same as a sentence or two. */
  readonly message: string;
  /** What to do about it, where the message does not say it. */
  readonly remedy?: string;
  /** How many times the expected size what was measured is, for instance. */
  readonly ratio?: number;
}
