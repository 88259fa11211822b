import { describe, expect, it } from "vitest";
import { parametersFromHuggingFace, parametersToHuggingFace } from "../../src/index.ts";
import { tinyModel } from "../tinyModel.ts";

const { unet, parameters } = tinyModel({ classes: ["red"] });

/** The tensors as they are read from a file. */
function stored() {
  return Object.fromEntries(
    Object.entries(parametersToHuggingFace(unet, parameters)).map(([name, tensor]) => [
      name,
      { ...tensor, dtype: "F32" as const },
    ]),
  );
}

describe("parameters in Hugging Face's layout", () => {
  it("come back exactly", () => {
    expect(parametersFromHuggingFace(unet, stored())).toEqual(parameters);
  });

  it("have filters and matrices with their outputs first, and rows of a table as they are", () => {
    const tensors = parametersToHuggingFace(unet, parameters);
    expect(tensors["conv_in.weight"]!.shape).toEqual([4, 1, 3, 3]);
    expect(tensors["time_embedding.linear_1.weight"]!.shape).toEqual([16, 4]);
    // Row 1 of the [in, out] matrix is column 1 of the other.
    expect(tensors["time_embedding.linear_1.weight"]!.data[3 * 4 + 1]).toBe(
      parameters["time_embedding.linear_1.weight"]![1 * 16 + 3],
    );
    expect(tensors["class_embedding.weight"]!.data).toBe(parameters["class_embedding.weight"]);
  });

  it("may have attention's earlier names", () => {
    const earlier = Object.entries(stored()).map(([name, tensor]) => [
      name
        .replace(".to_q.", ".query.")
        .replace(".to_k.", ".key.")
        .replace(".to_v.", ".value.")
        .replace(".to_out.0.", ".proj_attn."),
      tensor,
    ]);
    expect(earlier.filter(([name]) => String(name).includes(".query."))).not.toEqual([]);
    expect(parametersFromHuggingFace(unet, Object.fromEntries(earlier))).toEqual(parameters);
  });

  it("of another network are refused", () => {
    const { "conv_out.bias": bias, ...rest } = stored();
    const remedy = "The weights belong to a network with another config.json.";
    expect(() => parametersFromHuggingFace(unet, rest)).toThrow(
      new RangeError(
        `parametersFromHuggingFace: tensors must hold every tensor of the network; this file lacks "conv_out.bias". ${remedy}`,
      ),
    );
    expect(() => parametersFromHuggingFace(unet, { ...stored(), "conv_2.bias": bias! })).toThrow(
      new RangeError(
        `parametersFromHuggingFace: tensors must hold only tensors of the network; this file has "conv_2.bias". ${remedy}`,
      ),
    );
    const wide = { shape: [2], data: new Float32Array(2), dtype: "F32" } as const;
    expect(() => parametersFromHuggingFace(unet, { ...rest, "conv_out.bias": wide })).toThrow(
      new RangeError(
        `parametersFromHuggingFace: "conv_out.bias" must have shape [1] in tfjs's layout, got [2]. ${remedy}`,
      ),
    );
    const whole = { shape: [1], data: new Int32Array(1), dtype: "I32" } as const;
    expect(() => parametersFromHuggingFace(unet, { ...rest, "conv_out.bias": whole })).toThrow(
      new TypeError(
        'parametersFromHuggingFace: "conv_out.bias" must hold numbers of dtype F32, F64, F16 or BF16, got I32.',
      ),
    );
  });

  it("that are missing, too many or of another length are not written", () => {
    const { "conv_out.bias": _, ...rest } = parameters;
    expect(() => parametersToHuggingFace(unet, rest)).toThrow(
      new RangeError('parametersToHuggingFace: parameters must hold "conv_out.bias", got none.'),
    );
    expect(() => parametersToHuggingFace(unet, { ...parameters, extra: new Float32Array(1) })).toThrow(
      new RangeError('parametersToHuggingFace: parameters must belong to the network, got "extra".'),
    );
    expect(() => parametersToHuggingFace(unet, { ...rest, "conv_out.bias": new Float32Array(2) })).toThrow(
      new RangeError('toHuggingFaceLayout: data of "conv_out.bias" must have 1 values for shape [1], got 2.'),
    );
  });
});
