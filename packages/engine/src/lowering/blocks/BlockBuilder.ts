import type { Shape4 } from "../../graph/shape.ts";
import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";

/** ONNX Runtime's internal operators for images in blocks of channels. */
const domain = "com.microsoft.nchwc";

export interface BlockedConvolution {
  /** Height and width of the filter. */
  readonly kernel: readonly [number, number];
  /** @default none */
  readonly pads?: readonly number[];
  /** @default 1 */
  readonly strides?: readonly [number, number];
  /** @default 1 */
  readonly dilations?: readonly [number, number];
  /** @default 1 */
  readonly group?: number;
  /** One value per output channel. */
  readonly bias?: TensorName | undefined;
  /** Added to the result, in its layout. */
  readonly sum?: TensorName | undefined;
}

/**
 * Builds ONNX nodes for images in blocks of channels. The memory layout is [batch, channels / B, height, width, B], which the nodes call
 * [batch, channels, height, width]; ONNX Runtime's fastest convolutions require it. Channels are padded to complete blocks with zeros, and
 * every function here keeps the padding zero. Shapes in arguments are those of the images: [batch, height, width, channels].
 */
export class BlockBuilder {
  /** @param size - B, the number of channels per block. */
  constructor(
    readonly graph: OnnxBuilder,
    readonly size: number,
  ) {}

  /** Return the number of channels, rounded up to complete blocks. */
  filled(channels: number): number {
    return Math.ceil(channels / this.size) * this.size;
  }

  /** Convert an image to blocks. */
  enter(x: TensorName, [, , , c]: Shape4): TensorName {
    const whole = this.filledUp(x, 4, [[3, c]]);
    return this.graph.op("ReorderInput", [whole], { channels_last: 1 }, domain);
  }

  /** Convert an image from blocks to [batch, height, width, channels]. */
  leave(x: TensorName, [, , , c]: Shape4): TensorName {
    return this.graph.op("ReorderOutput", [x], { channels: c, channels_last: 1 }, domain);
  }

  /** Convert an image from blocks to planes, [batch, channels, height, width]. */
  planes(x: TensorName, [, , , c]: Shape4): TensorName {
    return this.graph.op("ReorderOutput", [x], { channels: c, channels_last: 0 }, domain);
  }

  /**
   * Transpose every B rows of matrices, seen as [rows, columns of one image]: [batch, m, n] → [batch, m / B, n, B]. m must be a multiple
   * of B.
   */
  transposedRows(x: TensorName, [batch, m, n]: readonly [number, number, number]): TensorName {
    return this.graph.op("ReorderInput", [this.graph.reshape(x, [batch, m, n, 1])], {}, domain);
  }

  /** Convolve with a filter in the layout of the operator. */
  convolve(x: TensorName, filter: TensorName, options: BlockedConvolution): TensorName {
    const { kernel, pads = [0, 0, 0, 0], strides = [1, 1], dilations = [1, 1], group = 1 } = options;
    const { bias, sum } = options;
    const operands = [x, filter, ...(bias || sum ? [bias ?? ""] : []), ...(sum ? [sum] : [])];
    return this.graph.op("Conv", operands, { kernel_shape: kernel, pads, strides, dilations, group }, domain);
  }

  /**
   * Compute `x·scale + shift + sum`, with a scale and a shift per sample and channel, [batch, filled channels], in one pass: as a depthwise
   * 1x1 convolution.
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

  /** Pad an image with columns of zeros on the left and right. */
  widened(x: TensorName, [n, h, w, c]: Shape4, [left, right]: readonly [number, number]): TensorName {
    if (left === 0 && right === 0) return x;
    const { graph } = this;
    const channels = n * this.filled(c);
    // An identity convolution does the padding on all threads, unlike Concat and Pad.
    const whole = this.convolve(
      graph.reshape(x, [1, channels, h, w]),
      graph.filled([channels, 1, 1, 1], "float32", 1),
      { kernel: [1, 1], pads: [0, left, 0, right], group: channels },
    );
    return graph.reshape(whole, [n, this.filled(c), h, left + w + right]);
  }

  /** Average an image over all positions, for each sample and channel: [batch, filled channels]. */
  mean(x: TensorName, [n, , , c]: Shape4): TensorName {
    return this.graph.reshape(this.graph.op("GlobalAveragePool", [x], {}, domain), [n, this.filled(c)]);
  }

  /**
   * Compute `Σ a·b` over all positions of an image, for each sample and channel, [batch, filled channels], in one pass: as a depthwise
   * convolution with a filter of the image's size.
   */
  products(a: TensorName, b: TensorName, [n, h, w, c]: Shape4): TensorName {
    const { graph } = this;
    const channels = n * this.filled(c);
    const image = graph.reshape(a, [1, channels, h, w]);
    const filter = graph.reshape(b, [channels, 1, h, w]);
    const sums = this.convolve(image, filter, { kernel: [h, w], group: channels });
    return graph.reshape(sums, [n, this.filled(c)]);
  }

  /** Pad a vector of channels with zeros to complete blocks. */
  vector(x: TensorName, c: number): TensorName {
    return this.filledUp(x, 1, [[0, c]]);
  }

  /** Remove the padding channels of [rows, filled channels]. */
  trimmed(x: TensorName, c: number): TensorName {
    if (this.filled(c) === c) return x;
    const { graph } = this;
    return graph.op("Slice", [x, graph.integers([0]), graph.integers([c]), graph.integers([1])]);
  }

  /** Pad the given axes with zeros to complete blocks. */
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
