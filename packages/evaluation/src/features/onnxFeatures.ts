import { basename } from "node:path";
import type { InferenceSession, Tensor } from "@cellgen/onnxruntime";
import { checkImages, type ImageSet, selectImages } from "../measures/imageSet.ts";
import type { FeatureExtractor } from "./featureExtractor.ts";
import { onnxInput } from "./onnxInput.ts";
import { onnxOutput } from "./onnxOutput.ts";
import { planesFor } from "./planesFor.ts";

export interface OnnxFeatureOptions {
  /** What -1 and 1 of the images become. @default [0, 255] where the model takes uint8, else [0, 1] */
  readonly range?: readonly [black: number, white: number];
}

/** Images at a time where the model takes any number. */
const BATCH = 32;
/** Side of the image that a model which takes any size is tried on. */
const TRIED_SIDE = 64;

/**
 * Features by a model of the user's own, in an ONNX file: a network trained on ImageNet or on histology, for instance.
 *
 * The input's shape tells the layout: `[batch, 1 or 3, height, width]` or `[batch, height, width, 1 or 3]`, of float32 or uint8. Images
 * are scaled to its size (bilinearly), grey ones repeated for a model of colours, colour ones made grey for a model of grey. The values
 * are 0…255 for uint8, 0…1 for float32, if `range` does not say otherwise: a model that wants normalised colours must do that itself.
 *
 * The first output of rank 2, `[batch, features]`, is taken; where there is none, one of rank 4 or 3, its mean over the places.
 *
 * @returns Features named after the file. The caller disposes them.
 * @throws RangeError naming the file if it is no ONNX model, or takes or gives something else.
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
        `onnxFeatures: range must be [black, white], ascending, got [${black}, ${white}].`,
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
              `onnxFeatures: ${file} must give numbers, got ${rows[wrong]}. Take another model.`,
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
      `onnxFeatures: ${file} must be an ONNX model that ONNX Runtime reads: ${reasonOf(cause)}. Give another file.`,
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
      `onnxFeatures: ${file} cannot be run on images of this size: ${reasonOf(cause)}. Give a model whose input has a size of its own.`,
      { cause },
    );
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 200);
}
