import { basename } from "node:path";
import type { InferenceSession, Tensor } from "@cellgen/onnxruntime";
import { checkImages, type ImageSet, selectImages } from "../measures/imageSet.ts";
import type { FeatureExtractor } from "./featureExtractor.ts";
import { onnxInput } from "./onnxInput.ts";
import { onnxOutput } from "./onnxOutput.ts";
import { planesFor } from "./planesFor.ts";

export interface OnnxFeatureOptions {
  /** Values of the model's input for -1 and 1. @default [0, 255] for uint8 inputs, otherwise [0, 1] */
  readonly range?: readonly [black: number, white: number];
}

/** Batch size, if the model accepts any. */
const BATCH = 32;
/** Image side for a test run, if the model accepts any size. */
const TRIED_SIDE = 64;

/**
 * Load a custom feature extractor from an ONNX file, for example a network trained on ImageNet or histology images.
 *
 * The layout follows from the input's shape: `[batch, 1 or 3, height, width]` or `[batch, height, width, 1 or 3]`, float32 or uint8. Images
 * are scaled to the input's size (bilinearly); gray images are repeated for three channels, color images are converted to gray for one
 * channel. Values are 0…255 for uint8 and 0…1 for float32, unless `range` is set. Any further normalization must be part of the model.
 *
 * The first output of rank 2, `[batch, features]`, is used; if there is none, the first of rank 4 or 3, averaged over all positions.
 *
 * @returns Features named after the file. Dispose of them after use.
 * @throws RangeError with the file's path if it is not an ONNX model, or its inputs or outputs are unsupported.
 */
export async function onnxFeatures(
  file: string,
  options: OnnxFeatureOptions = {},
): Promise<FeatureExtractor> {
  const { runtime, session } = await openModel(file);
  try {
    const input = onnxInput(file, session);
    const [black, white] = options.range ?? (input.type === "uint8" ? [0, 255] : [0, 1]);
    if (!(black < white && Number.isFinite(white - black))) {
      throw new RangeError(
        `onnxFeatures: range must be [black, white] in ascending order, got [${black}, ${white}].`,
      );
    }
    const output = onnxOutput(file, session, input.channelsFirst);

    const compute = async (images: ImageSet, count: number): Promise<Float32Array> => {
      const { values, height, width } = planesFor(images, input, [black, white], input.batch ?? count);
      const batch = input.batch ?? count;
      const shape = input.channelsFirst
        ? [batch, input.channels, height, width]
        : [batch, height, width, input.channels];
      const feeds = {
        [input.name]:
          input.type === "uint8"
            ? new runtime.Tensor(
                "uint8",
                Uint8Array.from(values, (value) => Math.round(value)),
                shape,
              )
            : new runtime.Tensor("float32", values, shape),
      };
      return output.rows((await run(file, session, feeds))[output.name]!);
    };

    const tried: ImageSet = {
      values: new Float32Array((input.height ?? TRIED_SIDE) * (input.width ?? TRIED_SIDE) * input.channels),
      height: input.height ?? TRIED_SIDE,
      width: input.width ?? TRIED_SIDE,
      channels: input.channels,
    };
    const dimension = (await compute(tried, 1)).length / (input.batch ?? 1);
    return {
      name: basename(file),
      dimension,
      features: async (images) => {
        const count = checkImages("features", "images", images, 0);
        const results = new Float32Array(count * dimension);
        const most = input.batch ?? BATCH;
        for (let first = 0; first < count; first += most) {
          const here = Math.min(most, count - first);
          const some = selectImages(
            images,
            Array.from({ length: here }, (_, i) => first + i),
          );
          const rows = await compute(some, here);
          const wrong = rows.findIndex((value) => !Number.isFinite(value));
          if (wrong >= 0) {
            throw new RangeError(
              `onnxFeatures: ${file} must return finite numbers, got ${rows[wrong]}. Use another model.`,
            );
          }
          results.set(rows.subarray(0, here * dimension), first * dimension);
        }
        return results;
      },
      dispose: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

type Runtime = typeof import("@cellgen/onnxruntime");

async function openModel(file: string): Promise<{ runtime: Runtime; session: InferenceSession }> {
  const runtime = await import("@cellgen/onnxruntime");
  try {
    return { runtime, session: await runtime.InferenceSession.create(file, { logSeverityLevel: 3 }) };
  } catch (cause) {
    throw new RangeError(
      `onnxFeatures: ${file} must be an ONNX model that ONNX Runtime can load: ${reasonOf(cause)}. Use another file.`,
      { cause },
    );
  }
}

async function run(
  file: string,
  session: InferenceSession,
  feeds: Record<string, Tensor>,
): Promise<InferenceSession.OnnxValueMapType> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    throw new RangeError(
      `onnxFeatures: ${file} cannot run on images of this size: ${reasonOf(cause)}. Use a model with a fixed input size.`,
      { cause },
    );
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 200);
}
