import { UsageError } from "../terminal/usageError.ts";

/** An image that can be read, but not be worked on: too small, too long. Among others it is left out. */
export class UnfitImageError extends UsageError {
  override readonly name = "UnfitImageError";
}
