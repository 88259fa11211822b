import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { EngineUnavailableError } from "../../../api/EngineUnavailableError.ts";

/** Part of tfjs-node that is used here. */
export interface TfjsNode {
  readonly version: Readonly<Record<string, string>>;
}

/** The GPU package first, because it is installed deliberately. */
const packages = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

let loaded: TfjsNode | undefined;

/**
 * Load tfjs-node from the ancestor folders of this package or of the current directory, and register it with the tfjs of this package:
 * backends and kernels are global, whichever copy of tfjs-core registers them. The current backend is kept.
 *
 * @param threads - Number of threads for the whole process. Only the first call sets it.
 * @throws EngineUnavailableError if it is not installed; Error if it does not load.
 */
export function loadTensorflow(threads: number | undefined): TfjsNode {
  loaded ??= load(threads);
  return loaded;
}

function load(threads: number | undefined): TfjsNode {
  const [found] = packages.flatMap((name) =>
    [import.meta.url, join(process.cwd(), "package.json")].flatMap((place) => resolved(name, place)),
  );
  if (!found) {
    throw new EngineUnavailableError(
      "tensorflow",
      "ERR_ENGINE_NOT_INSTALLED",
      "@tensorflow/tfjs-node is not installed. Install it: npm install @tensorflow/tfjs-node@4.22.0",
    );
  }
  // tfjs-node calls these two functions, which are deprecated in Node 22 and removed in Node 23.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  // TensorFlow reads these once. The first suppresses its messages about the processor.
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "1";
  if (threads !== undefined) process.env["TF_NUM_INTRAOP_THREADS"] ??= `${threads}`;
  const before = tf.getBackend();
  const production = tf.env().getBool("PROD");
  // Prevent tfjs from warning about every kernel of its other backends that is already registered.
  tf.env().set("PROD", true);
  try {
    return found.require(found.name) as TfjsNode;
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(
      `${found.name} does not load (${line!.replace(/[.\s]+$/, "")}). Rebuild it with npm rebuild ${found.name} --build-addon-from-source`,
      { cause: error },
    );
  } finally {
    tf.env().set("PROD", production);
    tf.setBackend(before);
  }
}

function resolved(name: string, place: string): { name: string; require: NodeJS.Require }[] {
  const require = createRequire(place);
  try {
    require.resolve(name);
    return [{ name, require }];
  } catch {
    return [];
  }
}
