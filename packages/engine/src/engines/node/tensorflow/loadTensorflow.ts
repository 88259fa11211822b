import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { EngineUnavailableError } from "../../../api/EngineUnavailableError.ts";

/** What is used of tfjs-node. */
export interface TfjsNode {
  readonly version: Readonly<Record<string, string>>;
}

/** The one on the graphics card first: it is installed by those who have one. */
const packages = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

let loaded: TfjsNode | undefined;

/**
 * Loads tfjs-node, out of the folders above this package or above the current directory, into the tfjs that this package uses: backends and
 * kernels are the process's, whatever copy of tfjs-core registers them. The current backend stays.
 *
 * @param threads - How many compute, if this is the first time. It holds for the process.
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
  // tfjs-node calls these two, which Node 22 warns of and Node 23 does not have any more.
  Object.assign(util, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  // TensorFlow reads these once. The first keeps back what it says about the processor.
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "1";
  if (threads !== undefined) process.env["TF_NUM_INTRAOP_THREADS"] ??= `${threads}`;
  const before = tf.getBackend();
  const production = tf.env().getBool("PROD");
  // Otherwise tfjs says of each kernel of its other backends that a copy of it is registered already.
  tf.env().set("PROD", true);
  try {
    return found.require(found.name) as TfjsNode;
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(
      `${found.name} does not load (${line!.replace(/[.\s]+$/, "")}). Build it again: npm rebuild ${found.name} --build-addon-from-source`,
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
