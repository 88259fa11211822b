import { toFloat32 } from "@cellgen/safetensors";
import { readSafetensors, writeSafetensors } from "@cellgen/safetensors/node";
import type { NetworkKind, NetworkWeights } from "./networkWeights.ts";

/** In the metadata: what the file is. Another layout would have another number. */
const FORMAT = "cellgen-features-1";
const kinds: readonly NetworkKind[] = ["classifier", "contrastive"];

/**
 * Writes a learnt network to a safetensors file, whole or not at all.
 *
 * @param file - Its folder must exist.
 * @throws The system's error (`code` `"ENOENT"`, `"EACCES"` …).
 */
export async function writeNetwork(file: string, weights: NetworkWeights): Promise<void> {
  const { kind, input, classes, tensors } = weights;
  const { height, width, channels } = input;
  await writeSafetensors(file, tensors, {
    format: FORMAT,
    kind,
    input: [height, width, channels].join(" "),
    classes: String(classes),
  });
}

/**
 * Reads what `writeNetwork` wrote; `loadNetwork` makes it ready.
 *
 * @returns The weights, the caller's.
 * @throws SafetensorsError or RangeError naming the file if it holds no network or is damaged; the system's error if it cannot be read.
 */
export async function readNetwork(file: string): Promise<NetworkWeights> {
  const { tensors, metadata } = await readSafetensors(file);
  const kind = kinds.find((known) => known === metadata["kind"]);
  const [height, width, channels] = (metadata["input"] ?? "").split(" ").map(Number);
  const classes = Number(metadata["classes"]);
  const whole = [height, width, channels].every((side) => Number.isInteger(side) && side! > 0);
  if (metadata["format"] !== FORMAT || !kind || !whole || !Number.isInteger(classes)) {
    throw new RangeError(
      `readNetwork: ${file} must hold a learnt network (${FORMAT}), got ${metadata["format"] ?? "something else"}. Remove the file; it is made again.`,
    );
  }
  return {
    kind,
    input: { height: height!, width: width!, channels: channels! },
    classes,
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, entry]) => [name, { shape: entry.shape, data: toFloat32(entry) }]),
    ),
  };
}
