import type { UnetConfig } from "../config/unetConfigFields.ts";
import { blocksOf, type UnetPlan } from "../plan/unetPlan.ts";

/** Return the shape of each residual block's dropout mask by the name of the block; empty without dropout. */
export function dropoutShapes(
  config: UnetConfig,
  plan: UnetPlan,
  batch: number,
  height: number,
  width: number,
): Record<string, readonly number[]> {
  if (config.dropout === 0) return {};
  const shapes = blocksOf(plan).flatMap(({ level, resnets }) =>
    resnets.map(({ name, outChannels }) => {
      return [name, [batch, height / 2 ** level, width / 2 ** level, outChannels]] as const;
    }),
  );
  return Object.fromEntries(shapes);
}
