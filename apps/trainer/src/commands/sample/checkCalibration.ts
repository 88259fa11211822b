import { stat } from "node:fs/promises";
import { UsageError } from "../../terminal/usageError.ts";
import type { SampleSettings } from "./options.ts";

/** @throws UsageError if there is nothing to calibrate, or nothing to calibrate on. */
export async function checkCalibration({ precision, calibrate }: SampleSettings): Promise<void> {
  if (calibrate === undefined) return;
  if (precision !== "int8") {
    throw new UsageError("--calibrate belongs to --precision int8. Leave it out, or add --precision int8.");
  }
  const found = await stat(calibrate).catch(() => undefined);
  if (!found?.isDirectory()) {
    throw new UsageError(
      `--calibrate ${calibrate} must be a folder of the training images, there is none. Leave it out, or give one.`,
    );
  }
}
