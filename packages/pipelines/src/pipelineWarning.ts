import type { NoiseWarning } from "@cellgen/data";

/** Kind of mismatch between residual and noise. */
export type ResidualWarningCode =
  | "residual-too-strong"
  | "residual-too-weak"
  | "brightness-shifted"
  | "residual-structured";

/** Kind of a warning about a denoised image. */
export type DenoiseWarningCode = NoiseWarning["code"] | "worse-than-gaussian" | ResidualWarningCode;

/**
 * Kind of a warning. `class-not-reached` and `end-not-reproduced` are about one image, `class-rarely-reached` and `structure-not-kept` about a
 * set of translated images.
 */
export type PipelineWarningCode =
  | DenoiseWarningCode
  | "class-not-reached"
  | "class-rarely-reached"
  | "structure-not-kept"
  | "end-not-reproduced";

/** A possible problem with a result. */
export interface PipelineWarning<Code extends PipelineWarningCode = PipelineWarningCode> {
  readonly code: Code;
  /** What was found, in one or two sentences. */
  readonly message: string;
  /** How to resolve it, in a sentence. @default no remedy is known */
  readonly remedy?: string;
  /** The measured value relative to the expected value, for example. */
  readonly ratio?: number;
  /** Method of the translation, if the remedy depends on it. */
  readonly method?: "ddib" | "sdedit";
}
