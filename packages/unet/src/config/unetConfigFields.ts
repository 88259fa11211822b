export type DownBlockType = "DownBlock2D" | "AttnDownBlock2D";
export type UpBlockType = "UpBlock2D" | "AttnUpBlock2D";

/** The fields of Hugging Face's `unet/config.json` (UNet2DModel) in camelCase, with its defaults. */
export interface UnetConfig {
  /** Intended height and width of the images. The network accepts any size that it can halve at each level. @default null */
  readonly sampleSize: number | readonly [height: number, width: number] | null;
  /** @default 3 */
  readonly inChannels: number;
  /** @default 3 */
  readonly outChannels: number;
  /** Whether the input is in [0, 1] and must be shifted to [-1, 1] first. @default false */
  readonly centerInputSample: boolean;
  /** Sinusoids of t, or a table with one row per timestep. @default "positional" */
  readonly timeEmbeddingType: "positional" | "learned";
  /** Size of the time embedding; null means four times the first of `blockOutChannels`. @default null */
  readonly timeEmbeddingDim: number | null;
  /** Subtracted from the number of frequencies in the denominator of their exponent. @default 0 */
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
  /** Residual blocks per level on the way down; one more on the way up. @default 2 */
  readonly layersPerBlock: number;
  /** Divisor of the layer outputs in the middle block. @default 1 */
  readonly midBlockScaleFactor: number;
  /** 0 pads only the right and lower edges. @default 1 */
  readonly downsamplePadding: 0 | 1;
  /** @default "conv" */
  readonly downsampleType: "conv";
  /** @default "conv" */
  readonly upsampleType: "conv";
  /** Probability of setting an activation to zero during training. @default 0 */
  readonly dropout: number;
  /** @default "silu" */
  readonly actFn: "silu" | "swish";
  /** Channels per attention head; null means one head with all channels. @default 8 */
  readonly attentionHeadDim: number | null;
  /** @default 32 */
  readonly normNumGroups: number;
  /** Groups of the attention norm in the middle block; null means `normNumGroups`, or no norm with "scale_shift". @default null */
  readonly attnNormNumGroups: number | null;
  /** @default 1e-5 */
  readonly normEps: number;
  /** How the time embedding conditions a residual block: added, or as scale and shift. @default "default" */
  readonly resnetTimeScaleShift: "default" | "scale_shift";
  /** Whether the middle block has attention. @default true */
  readonly addAttention: boolean;
  /** Type of the class labels: null for rows of a table, "timestep" for times, "identity" for embeddings. @default null */
  readonly classEmbedType: "timestep" | "identity" | null;
  /** Number of rows of the class table, including the null class; null means no classes. @default null */
  readonly numClassEmbeds: number | null;
  /** Number of rows of a learned time table. @default null */
  readonly numTrainTimesteps: number | null;
}
