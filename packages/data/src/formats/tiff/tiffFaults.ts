import { FaultError } from "../faultError.ts";

/** Fault of a TIFF file that may be valid but is not supported. */
export function unsupported(what: string): FaultError {
  return new FaultError(
    `a TIFF with ${what}, which is not supported`,
    "Open it in Fiji and save it as TIFF.",
  );
}

/** Fault of a request that needs too much memory or time. */
export function tooLarge(what: string): FaultError {
  return new FaultError(`too large: ${what}`, "Crop it into smaller images, or save it with tiles.");
}
