import {
  type ConvLayer,
  conv,
  groupNorm,
  type Layer,
  type LinearLayer,
  linear,
  type NormLayer,
  type TableLayer,
} from "../blocks/layers.ts";
import type { UnetConfig } from "../config/unetConfigFields.ts";
import { type BlockPlan, downBlock, layersOfBlock, midBlock, upBlock } from "./blockPlan.ts";
import { embeddingSize } from "./resnetPlan.ts";

/** Two linear maps with SiLU in between. */
export interface PerceptronPlan {
  readonly kind: "perceptron";
  readonly first: LinearLayer;
  readonly second: LinearLayer;
}

/**
 * The structure of a U-Net: its layers with Hugging Face's names. The names, shapes and checks of the parameters and the forward pass are
 * derived from it.
 */
export interface UnetPlan {
  readonly embeddingSize: number;
  readonly convIn: ConvLayer;
  /** Null for sinusoidal timestep embeddings. */
  readonly timeTable: TableLayer | null;
  readonly timeEmbedding: PerceptronPlan;
  /** Null if there are no classes, or labels are already embeddings. */
  readonly classEmbedding: TableLayer | PerceptronPlan | null;
  /** From the finest level to the coarsest. */
  readonly downBlocks: readonly BlockPlan[];
  readonly midBlock: BlockPlan | null;
  /** From the coarsest level to the finest. */
  readonly upBlocks: readonly BlockPlan[];
  readonly normOut: NormLayer;
  readonly convOut: ConvLayer;
}

export function unetPlan(config: UnetConfig): UnetPlan {
  const first = config.blockOutChannels[0]!;
  const size = embeddingSize(config);
  const perceptron = (name: string): PerceptronPlan => ({
    kind: "perceptron",
    first: linear(`${name}.linear_1`, first, size),
    second: linear(`${name}.linear_2`, size, size),
  });
  const { timeEmbeddingType, numTrainTimesteps, classEmbedType, numClassEmbeds } = config;
  const classTable: TableLayer | null =
    numClassEmbeds === null ? null : { kind: "table", name: "class_embedding", rows: numClassEmbeds, size };
  return {
    embeddingSize: size,
    convIn: conv("conv_in", 3, config.inChannels, first),
    timeTable:
      timeEmbeddingType === "learned"
        ? { kind: "table", name: "time_proj", rows: numTrainTimesteps ?? 0, size: first }
        : null,
    timeEmbedding: perceptron("time_embedding"),
    classEmbedding: classEmbedType === "timestep" ? perceptron("class_embedding") : classTable,
    downBlocks: config.blockOutChannels.map((_, level) => downBlock(level, config)),
    midBlock: config.midBlockType === null ? null : midBlock(config),
    upBlocks: config.blockOutChannels.map((_, index) => upBlock(index, config)),
    normOut: groupNorm("conv_norm_out", first, config),
    convOut: conv("conv_out", 3, first, config.outChannels),
  };
}

/** List the blocks in the order of the forward pass. */
export function blocksOf({ downBlocks, midBlock, upBlocks }: UnetPlan): readonly BlockPlan[] {
  return [...downBlocks, ...(midBlock ? [midBlock] : []), ...upBlocks];
}

/** List all layers in the order of Hugging Face's modules, where the middle block comes last. */
export function layersOf(plan: UnetPlan): readonly Layer[] {
  const { convIn, timeTable, timeEmbedding, classEmbedding, normOut, convOut } = plan;
  const { downBlocks, upBlocks, midBlock } = plan;
  const embeddings = [timeTable, timeEmbedding, classEmbedding].flatMap((embedding): readonly Layer[] => {
    if (embedding === null) return [];
    return embedding.kind === "perceptron" ? [embedding.first, embedding.second] : [embedding];
  });
  const blocks = [...downBlocks, ...upBlocks, ...(midBlock ? [midBlock] : [])];
  return [convIn, ...embeddings, ...blocks.flatMap(layersOfBlock), normOut, convOut];
}
