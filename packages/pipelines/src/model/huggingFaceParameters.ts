import { type SafetensorsEntry, toFloat32 } from "@cellgen/safetensors";
import { fromHuggingFaceLayout, type LayoutTensor, toHuggingFaceLayout, type Unet } from "@cellgen/unet";

/** Names of the attention tensors before 2023. */
const earlierNames: Readonly<Record<string, string>> = {
  query: "to_q",
  key: "to_k",
  value: "to_v",
  proj_attn: "to_out.0",
};

/**
 * Convert the tensors of Hugging Face's `diffusion_pytorch_model.safetensors` to the parameters of a network. Attention tensors may have their
 * names from before 2023; values may be F16 or BF16.
 *
 * @param tensors - Tensors by name, as returned by `decodeSafetensors`. They are not changed.
 * @returns Parameters in tfjs's layout. Float32 vectors and tables share memory with the tensors.
 * @throws RangeError if a tensor is missing, belongs to another network, or has another shape; TypeError if one holds integers.
 */
export function parametersFromHuggingFace(
  unet: Unet,
  tensors: Readonly<Record<string, SafetensorsEntry>>,
): Record<string, Float32Array> {
  const shapes = unet.parameterShapes;
  const given = new Map(Object.entries(tensors).map(([name, entry]) => [currentName(name), entry]));
  const names = Object.keys(shapes);
  refuse(
    "hold every tensor of the network",
    "lacks",
    names.filter((name) => !given.has(name)),
  );
  refuse(
    "hold only tensors of the network",
    "has",
    [...given.keys()].filter((name) => !Object.hasOwn(shapes, name)),
  );

  const parameters: Record<string, Float32Array> = {};
  for (const name of names) {
    const { shape, data } = fromHuggingFaceLayout(name, floatTensor(name, given.get(name)!));
    if (shape.join() !== shapes[name]!.join()) {
      throw new RangeError(
        `parametersFromHuggingFace: "${name}" must have shape [${shapes[name]}] in tfjs's layout, got [${shape}]. ` +
          "The weights belong to a network with another config.json.",
      );
    }
    parameters[name] = data;
  }
  return parameters;
}

/**
 * Convert the parameters of a network to the tensors of Hugging Face's files.
 *
 * @param parameters - Parameters in tfjs's layout. They are not changed.
 * @returns Tensors by name, in the network's order. Vectors and tables share memory with the parameters.
 * @throws RangeError if a parameter is missing, belongs to another network, or its length does not match its shape.
 */
export function parametersToHuggingFace(
  unet: Unet,
  parameters: Readonly<Record<string, Float32Array>>,
): Record<string, LayoutTensor> {
  const tensors: Record<string, LayoutTensor> = {};
  for (const [name, shape] of Object.entries(unet.parameterShapes)) {
    const data = parameters[name];
    if (!data) throw new RangeError(`parametersToHuggingFace: parameters must hold "${name}", got none.`);
    tensors[name] = toHuggingFaceLayout(name, { shape, data });
  }
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(tensors, name));
  if (unknown !== undefined) {
    throw new RangeError(`parametersToHuggingFace: parameters must belong to the network, got "${unknown}".`);
  }
  return tensors;
}

function floatTensor(name: string, entry: SafetensorsEntry): LayoutTensor {
  try {
    return { shape: entry.shape, data: toFloat32(entry) };
  } catch (cause) {
    throw new TypeError(
      `parametersFromHuggingFace: "${name}" must hold numbers of dtype F32, F64, F16 or BF16, got ${entry.dtype}.`,
      { cause },
    );
  }
}

function currentName(name: string): string {
  return name.replace(
    /(attentions\.\d+)\.(query|key|value|proj_attn)\./,
    (_, attention: string, part: string) => `${attention}.${earlierNames[part]}.`,
  );
}

function refuse(rule: string, verb: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  const list = names.slice(0, 3).map((name) => `"${name}"`);
  throw new RangeError(
    `parametersFromHuggingFace: tensors must ${rule}; this file ${verb} ${list.join(", ")}${more}. ` +
      "The weights belong to a network with another config.json.",
  );
}
