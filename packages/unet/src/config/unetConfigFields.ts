export type DownBlockType = "DownBlock2D" | "AttnDownBlock2D";
export type UpBlockType = "UpBlock2D" | "AttnUpBlock2D";

/** The fields of Hugging Face's `unet/config.json` (UNet2DModel) in camelCase, with its defaults. */
export interface UnetConfig {
  /** Height and width the model is meant for; the network itself takes any that it can halve. @default null */
  readonly sampleSize: number | readonly [height: number, width: number] | null;
  /** @default 3 */
  readonly inChannels: number;
  /** @default 3 */
  readonly outChannels: number;
  /** Whether the input is in [0, 1] and is moved to [-1, 1] first. @default false */
  readonly centerInputSample: boolean;
  /** Sines and cosines of t, or a table with a row a timestep. @default "positional" */
  readonly timeEmbeddingType: "positional" | "learned";
  /** Size of the time embedding; null is four times the first of `blockOutChannels`. @default null */
  readonly timeEmbeddingDim: number | null;
  /** Taken from the count of frequencies by which their exponent is divided. @default 0 */
  readonly freqShift: number;
  /** Whether cosines come before sines. @default true */
  readonly flipSinToCos: boolean;
  /** From the finest level to the coarsest. @default DownBlock2D, then three AttnDownBlock2D */
  readonly downBlockTypes: readonly DownBlockType[];
  /** @default "UNetMidBlock2D" */
  readonly midBlockType: "UNetMidBlock2D" | null;
  /** From the coarsest level to the finest. @default three AttnUpBlock2D, then UpBlock2D */
  readonly upBlockTypes: readonly UpBlockType[];
  /** Channels of each level, from the finest. @default [224, 448, 672, 896] */
  readonly blockOutChannels: readonly number[];
  /** Residual blocks a level on the way down; one more on the way up. @default 2 */
  readonly layersPerBlock: number;
  /** What the outputs of the middle's layers are divided by. @default 1 */
  readonly midBlockScaleFactor: number;
  /** 0 pads the right and lower edge alone. @default 1 */
  readonly downsamplePadding: 0 | 1;
  /** @default "conv" */
  readonly downsampleType: "conv";
  /** @default "conv" */
  readonly upsampleType: "conv";
  /** Probability with which an activation is set to zero in training. @default 0 */
  readonly dropout: number;
  /** @default "silu" */
  readonly actFn: "silu" | "swish";
  /** Channels of an attention head; null is one head of all channels. @default 8 */
  readonly attentionHeadDim: number | null;
  /** @default 32 */
  readonly normNumGroups: number;
  /** Groups of the norm in the middle's attention; null is `normNumGroups`, or no norm with "scale_shift". @default null */
  readonly attnNormNumGroups: number | null;
  /** @default 1e-5 */
  readonly normEps: number;
  /** How the time embedding enters a residual block: added, or as scale and shift. @default "default" */
  readonly resnetTimeScaleShift: "default" | "scale_shift";
  /** Whether the middle has attention. @default true */
  readonly addAttention: boolean;
  /** What class labels are, unless they are rows of a table: times, or embeddings themselves. @default null */
  readonly classEmbedType: "timestep" | "identity" | null;
  /** Rows of the class table, a null class included; null is no classes. @default null */
  readonly numClassEmbeds: number | null;
  /** Rows of a learned time table. @default null */
  readonly numTrainTimesteps: number | null;
}
