import "@tensorflow/tfjs-backend-cpu";
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

/** The stock backends on which every layer is tested. */
export const backends = ["cpu", "wasm"] as const;

const wasm = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
setWasmPaths(dirname(wasm) + sep);

/** Takes a backend; the advice that tfjs prints on the first use of `cpu` in Node is held back. */
export async function useBackend(name: (typeof backends)[number]): Promise<void> {
  await tf.setBackend(name);
  if (name === "wasm") return;
  tf.env().set("IS_NODE", false);
  tf.tidy(() => tf.scalar(0));
  tf.env().set("IS_NODE", true);
}
