import type { Shape4 } from "../../graph/shape.ts";
import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";

/** ONNX Runtime's internal operators for images in blocks of channels. */
const domain = "com.microsoft.nchwc";

export interface BlockedConvolution {
  /** Rows and columns of the filter. */
  readonly kernel: readonly [number, number];
  /** @default none */
  readonly pads?: readonly number[];
  /** @default 1 */
  readonly strides?: readonly [number, number];
  /** @default 1 */
  readonly dilations?: readonly [number, number];
  /** @default 1 */
  readonly group?: number;
  /** One number for each output channel. */
  readonly bias?: TensorName | undefined;
  /** What is added to the result, in its layout. */
  readonly sum?: TensorName | undefined;
}

/**
 * Writes ONNX nodes over images in blocks of channels: numbers lie as [batch, channels / B, height, width, B], which the nodes call
 * [batch, channels, height, width]. ONNX Runtime's fastest convolutions want them so. Channels are filled up to whole blocks with
 * zeros, and every function here keeps those at zero. Shapes in arguments are the images' own: [batch, height, width, channels].
 */
export class BlockBuilder {
  /** @param size - B, the channels of a block. */
  constructor(
    readonly graph: OnnxBuilder,
    readonly size: number,
  ) {}

  /** The channels with those that fill the last block. */
  filled(channels: number): number {
    return Math.ceil(channels / this.size) * this.size;
  }

  /** Puts an image into blocks. */
  enter(x: TensorName, [, , , c]: Shape4): TensorName {
    const whole = this.filledUp(x, 4, [[3, c]]);
    return this.graph.op("ReorderInput", [whole], { channels_last: 1 }, domain);
  }

  /** Takes an image out of its blocks: [batch, height, width, channels]. */
  leave(x: TensorName, [, , , c]: Shape4): TensorName {
    return this.graph.op("ReorderOutput", [x], { channels: c, channels_last: 1 }, domain);
  }

  /** Takes an image out of its blocks as planes, [batch, channels, height, width]. */
  planes(x: TensorName, [, , , c]: Shape4): TensorName {
    return this.graph.op("ReorderOutput", [x], { channels: c, channels_last: 0 }, domain);
  }

  /**
   * [rows, columns of one image] by matrices, [batch, m, n] → [batch, m / B, n, B]: each B rows are transposed. m must be a multiple
   * of B.
   */
  transposedRows(x: TensorName, [batch, m, n]: readonly [number, number, number]): TensorName {
    return this.graph.op("ReorderInput", [this.graph.reshape(x, [batch, m, n, 1])], {}, domain);
  }

  /** A convolution, with a filter in the order that the operator takes. */
  convolve(x: TensorName, filter: TensorName, options: BlockedConvolution): TensorName {
    const { kernel, pads = [0, 0, 0, 0], strides = [1, 1], dilations = [1, 1], group = 1 } = options;
    const { bias, sum } = options;
    const operands = [x, filter, ...(bias || sum ? [bias ?? ""] : []), ...(sum ? [sum] : [])];
    return this.graph.op("Conv", operands, { kernel_shape: kernel, pads, strides, dilations, group }, domain);
  }

  /**
   * `x·scale + shift + sum`, with a scale and a shift for each sample and channel, [batch, filled channels], in one pass: a convolution
   * that sees one pixel of one channel.
   */
  scale(
    x: TensorName,
    [n, h, w, c]: Shape4,
    scale: TensorName | undefined,
    { shift, sum }: { readonly shift?: TensorName; readonly sum?: TensorName },
  ): TensorName {
    const { graph } = this;
    const channels = n * this.filled(c);
    const flat = (image: TensorName) => graph.reshape(image, [1, channels, h, w]);
    const filter = scale
      ? graph.reshape(scale, [channels, 1, 1, 1])
      : graph.filled([channels, 1, 1, 1], "float32", 1);
    const scaled = this.convolve(flat(x), filter, {
      kernel: [1, 1],
      group: channels,
      bias: shift && graph.reshape(shift, [channels]),
      sum: sum && flat(sum),
    });
    return graph.reshape(scaled, [n, this.filled(c), h, w]);
  }

  /** An image with columns of zeros before it and behind it. */
  widened(x: TensorName, [n, h, w, c]: Shape4, [left, right]: readonly [number, number]): TensorName {
    if (left === 0 && right === 0) return x;
    const { graph } = this;
    const channels = n * this.filled(c);
    // A convolution that leaves the pixels as they are puts them there, and on all threads, which Concat and Pad do not.
    const whole = this.convolve(
      graph.reshape(x, [1, channels, h, w]),
      graph.filled([channels, 1, 1, 1], "float32", 1),
      { kernel: [1, 1], pads: [0, left, 0, right], group: channels },
    );
    return graph.reshape(whole, [n, this.filled(c), h, left + w + right]);
  }

  /** The mean over the places of an image, for each sample and channel: [batch, filled channels]. */
  mean(x: TensorName, [n, , , c]: Shape4): TensorName {
    return this.graph.reshape(this.graph.op("GlobalAveragePool", [x], {}, domain), [n, this.filled(c)]);
  }

  /**
   * `Σ a·b` over the places of an image, for each sample and channel, [batch, filled channels], in one pass: a convolution of one
   * channel with a filter of its size.
   */
  products(a: TensorName, b: TensorName, [n, h, w, c]: Shape4): TensorName {
    const { graph } = this;
    const channels = n * this.filled(c);
    const image = graph.reshape(a, [1, channels, h, w]);
    const filter = graph.reshape(b, [channels, 1, h, w]);
    const sums = this.convolve(image, filter, { kernel: [h, w], group: channels });
    return graph.reshape(sums, [n, this.filled(c)]);
  }

  /** One number for each channel, with zeros for those that fill the last block. */
  vector(x: TensorName, c: number): TensorName {
    return this.filledUp(x, 1, [[0, c]]);
  }

  /** [rows, filled channels] without the channels that fill the last block. */
  trimmed(x: TensorName, c: number): TensorName {
    if (this.filled(c) === c) return x;
    const { graph } = this;
    return graph.op("Slice", [x, graph.integers([0]), graph.integers([c]), graph.integers([1])]);
  }

  /** Zeros behind the given axes, up to whole blocks. */
  filledUp(
    x: TensorName,
    rank: number,
    axes: readonly (readonly [axis: number, channels: number])[],
  ): TensorName {
    const after = new Array<number>(rank).fill(0);
    for (const [axis, channels] of axes) after[axis] = this.filled(channels) - channels;
    if (after.every((amount) => amount === 0)) return x;
    const amounts = [...new Array<number>(rank).fill(0), ...after];
    return this.graph.op("Pad", [x, this.graph.integers(amounts)]);
  }
}
