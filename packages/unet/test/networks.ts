import * as tf from "@tensorflow/tfjs-core";
import { type Unet, type UnetConfig, type UnetOptions, unet } from "../src/index.ts";

/** A network of two levels, small enough for hundreds of passes. */
export function smallNetwork(fields: Partial<UnetConfig> = {}, options: UnetOptions = {}): Unet {
  const config: Partial<UnetConfig> = {
    inChannels: 2,
    outChannels: 1,
    blockOutChannels: [4, 8],
    downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"],
    layersPerBlock: 1,
    normNumGroups: 2,
    attentionHeadDim: 4,
    ...fields,
  };
  return unet(config, options);
}

/** New parameters as tensors. */
export function initialTensors(network: Unet, seed = 0): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(network.init(seed)).map(([name, values]) => [
      name,
      tf.tensor(values, [...network.parameterShapes[name]!]),
    ]),
  );
}

/** Images that differ in every pixel, channel and image, in [-1, 1]. */
export function images(shape: readonly number[], start = 0): tf.Tensor4D {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(1 + start + i * i));
  return tf.tensor4d(values, shape as [number, number, number, number]);
}

/** A mask of one value for each residual block of a batch. */
export function dropoutMasksOf(
  network: Unet,
  shape: readonly [batch: number, height: number, width: number],
  value: number,
): Record<string, tf.Tensor4D> {
  const shapes = Object.entries(network.dropoutShapes(...shape));
  const mask = (size: readonly number[]): tf.Tensor4D =>
    tf.fill(size as [number, number, number, number], value);
  return Object.fromEntries(shapes.map(([name, size]) => [name, mask(size)]));
}
