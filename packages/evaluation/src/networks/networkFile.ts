import { toFloat32 } from "@cellgen/safetensors";
import { readSafetensors, writeSafetensors } from "@cellgen/safetensors/node";
import type { NetworkKind, NetworkWeights } from "./networkWeights.ts";

/** File format and version, stored in the metadata. */
const FORMAT = "cellgen-features-1";
const kinds: readonly NetworkKind[] = ["classifier", "contrastive"];

/**
 * Write a trained network to a safetensors file, atomically.
 *
 * @param file - Path in an existing folder.
 * @throws The system error (`code` `"ENOENT"`, `"EACCES"` …).
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
 * Read a network written by `writeNetwork`. Compile it with `loadNetwork`.
 *
 * @returns The weights, in new arrays.
 * @throws SafetensorsError or RangeError with the file's path if it holds no network or is damaged; the system error if it cannot be read.
 */
export async function readNetwork(file: string): Promise<NetworkWeights> {
  const { tensors, metadata } = await readSafetensors(file);
  const kind = kinds.find((known) => known === metadata["kind"]);
  const [height, width, channels] = (metadata["input"] ?? "").split(" ").map(Number);
  const classes = Number(metadata["classes"]);
  const whole = [height, width, channels].every((side) => Number.isInteger(side) && side! > 0);
  if (metadata["format"] !== FORMAT || !kind || !whole || !Number.isInteger(classes)) {
    throw new RangeError(
      `readNetwork: ${file} must hold a trained network (${FORMAT}), got ${metadata["format"] ?? "no format"}. Delete the file; it is created again.`,
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
