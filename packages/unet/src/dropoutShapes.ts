import type { UnetConfig } from "./unetConfig.ts";
import type { BlockPlan, UnetPlan } from "./unetPlan.ts";

/** The shape of each residual block's dropout mask, under the block's name; none without dropout. */
export function dropoutShapes(
  config: UnetConfig,
  plan: UnetPlan,
  batch: number,
  height: number,
  width: number,
): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  if (config.dropout === 0) return shapes;
  const last = config.blockOutChannels.length - 1;
  const add = (block: BlockPlan, level: number): void => {
    for (const { name, outChannels } of block.resnets) {
      shapes[name] = [batch, height / 2 ** level, width / 2 ** level, outChannels];
    }
  };
  plan.downBlocks.forEach((block, i) => {
    add(block, i);
  });
  if (plan.midBlock) add(plan.midBlock, last);
  plan.upBlocks.forEach((block, i) => {
    add(block, last - i);
  });
  return shapes;
}
