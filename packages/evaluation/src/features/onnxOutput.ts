import type { InferenceSession } from "@cellgen/onnxruntime";

/** Feature output of an ONNX model. */
export interface OnnxOutput {
  readonly name: string;
  /** Return one row of features per image. */
  rows(output: unknown): Float32Array;
}

/**
 * Find the feature output: the first output of rank 2, otherwise of rank 4 or 3.
 *
 * @throws RangeError with the file's path if there is none.
 */
export function onnxOutput(file: string, session: InferenceSession, channelsFirst: boolean): OnnxOutput {
  const floats = session.outputMetadata.filter((output) => output.isTensor && output.type === "float32");
  const ofRank = (rank: number) => floats.find((output) => output.isTensor && output.shape.length === rank);
  const output = ofRank(2) ?? ofRank(4) ?? ofRank(3);
  if (!output) {
    throw new RangeError(
      `onnxFeatures: ${file} must have a float32 output [batch, features], got ${session.outputNames.join(", ")}. Export the network without its last layers.`,
    );
  }
  return {
    name: output.name,
    rows: (given) => {
      const { dims, data } = given as { dims: readonly number[]; data: Float32Array };
      const [batch, ...rest] = dims as [number, ...number[]];
      if (rest.length === 1) return data;
      // Average feature maps or tokens over all positions.
      const first = rest.length === 3 && channelsFirst;
      const features = first ? rest[0]! : rest.at(-1)!;
      const places = rest.reduce((product, size) => product * size, 1) / features;
      const rows = new Float32Array(batch * features);
      for (let image = 0; image < batch; image++) {
        for (let place = 0; place < places; place++) {
          for (let k = 0; k < features; k++) {
            const at = first ? k * places + place : place * features + k;
            rows[image * features + k]! += data[image * places * features + at]! / places;
          }
        }
      }
      return rows;
    },
  };
}
