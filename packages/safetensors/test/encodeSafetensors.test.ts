import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsArray,
  type SafetensorsDtype,
  type SafetensorsInput,
  safetensorsDtypes,
} from "../src/index.ts";
import { fileOf } from "./safetensorsBytes.ts";

const fixture = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url)));

const values: Record<SafetensorsDtype, SafetensorsArray> = {
  BOOL: Uint8Array.of(0, 1, 1, 0, 1, 0),
  U8: Uint8Array.of(0, 1, 2, 127, 128, 255),
  I8: Int8Array.of(-128, -1, 0, 1, 2, 127),
  F8_E5M2: Uint8Array.of(0, 1, 0x7c, 0x80, 0xfc, 0xff),
  F8_E4M3: Uint8Array.of(0, 1, 0x7f, 0x80, 0xf8, 0xff),
  I16: Int16Array.of(-32768, -1, 0, 1, 256, 32767),
  U16: Uint16Array.of(0, 1, 255, 256, 32768, 65535),
  F16: Uint16Array.of(0, 0x3c00, 0x7c00, 0x8000, 0xfc01, 0x03ff),
  BF16: Uint16Array.of(0, 0x3f80, 0x7f80, 0x8000, 0xffc1, 0x007f),
  I32: Int32Array.of(-(2 ** 31), -1, 0, 1, 65536, 2 ** 31 - 1),
  U32: Uint32Array.of(0, 1, 2, 65536, 2 ** 31, 2 ** 32 - 1),
  F32: Float32Array.of(0, -0, 0.1, Number.NaN, -Infinity, 1e-45),
  F64: Float64Array.of(0, -0, 0.1, Number.NaN, -Infinity, 5e-324),
  I64: BigInt64Array.of(-(2n ** 63n), -1n, 0n, 1n, 2n ** 53n + 1n, 2n ** 63n - 1n),
  U64: BigUint64Array.of(0n, 1n, 2n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n),
};

describe("encodeSafetensors", () => {
  it("writes the bytes of the format's definition: largest elements first, then by name, spaces up to 8 bytes", () => {
    const file = encodeSafetensors({
      b: { shape: [], data: Uint8Array.of(9) },
      z: { shape: [1], data: Float32Array.of(1) },
      a: { shape: [1, 1], data: Float32Array.of(-2) },
    });
    const header =
      '{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"z":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},' +
      '"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}';
    const padded = header + " ".repeat(7 - ((header.length + 7) % 8));
    const data = Uint8Array.of(0, 0, 0, 0xc0, 0, 0, 0x80, 0x3f, 9);
    expect(file).toEqual(fileOf(padded, data));
  });

  it.each(["safetensors/dtypes.safetensors", "unet/default_small/diffusion_pytorch_model.safetensors"])(
    "writes what was read from %s to the byte as Hugging Face's library did",
    (path) => {
      const file = fixture(path);
      const { tensors, metadata } = decodeSafetensors(file);
      const reversed = Object.fromEntries(Object.entries(tensors).reverse());
      const written = encodeSafetensors(reversed, metadata);
      expect(Buffer.compare(written, file)).toBe(0);
    },
  );

  it.each(safetensorsDtypes)("brings %s back bit for bit", (dtype) => {
    const input: SafetensorsInput = { shape: [2, 3], data: values[dtype], dtype };
    const { tensors } = decodeSafetensors(encodeSafetensors({ first: input, second: input }));
    expect(tensors).toEqual({ first: input, second: input });
  });

  it("takes the dtype from the array where none is given", () => {
    const plain = ["U8", "I8", "I16", "U16", "I32", "U32", "F32", "F64", "I64", "U64"] as const;
    const inputs = Object.fromEntries(plain.map((dtype) => [dtype, { shape: [6], data: values[dtype] }]));
    const { tensors } = decodeSafetensors(encodeSafetensors(inputs));
    for (const dtype of plain) expect(tensors[dtype]!.dtype).toBe(dtype);
  });

  it("writes a view's own elements and copies them", () => {
    const memory = Float32Array.of(1, 2, 3, 4);
    const file = encodeSafetensors({ middle: { shape: [2], data: memory.subarray(1, 3) } });
    memory.fill(0);
    expect(decodeSafetensors(file).tensors["middle"]!.data).toEqual(Float32Array.of(2, 3));
  });

  it("keeps names and metadata of any characters", () => {
    const odd = '"\\ \u0000 µ 細胞 🔬 __proto__';
    const data = Uint8Array.of(5);
    const file = encodeSafetensors({ [odd]: { shape: [1], data } }, { [odd]: odd });
    expect(decodeSafetensors(file)).toEqual({
      tensors: { [odd]: { dtype: "U8", shape: [1], data } },
      metadata: { [odd]: odd },
    });
  });

  it("writes no metadata entry where there are none", () => {
    expect(encodeSafetensors({}, {})).toEqual(fileOf("{}      "));
  });
});

describe("encodeSafetensors refuses", () => {
  const wrongly = (input: unknown) => () => encodeSafetensors({ w: input as SafetensorsInput });

  it("a shape of another size than the data", () => {
    const data = new Float32Array(3);
    const message = 'encodeSafetensors: tensor "w" must have the number of values of its shape [2], got 3.';
    expect(wrongly({ shape: [2], data })).toThrow(new RangeError(message));
    expect(wrongly({ shape: [], data })).toThrow(RangeError);
    expect(wrongly({ shape: [-1, -3], data })).toThrow(RangeError);
    expect(wrongly({ shape: [1.5, 2], data })).toThrow(RangeError);
  });

  it("arrays of another kind than the dtype", () => {
    const data = new Float32Array(2);
    expect(wrongly({ shape: [2], data, dtype: "F16" })).toThrow(
      new TypeError('encodeSafetensors: tensor "w" of dtype F16 must have data of type Uint16Array.'),
    );
    expect(wrongly({ shape: [2], data, dtype: "F99" })).toThrow(TypeError);
    expect(wrongly({ shape: [2], data: [1, 2] })).toThrow(/typed array of one of .*, got undefined\.$/);
    expect(wrongly({ shape: [2], data: new Uint8ClampedArray(2) })).toThrow(TypeError);
  });

  it("a tensor with the name of the metadata", () => {
    const __metadata__ = { shape: [1], data: new Uint8Array(1) };
    expect(() => encodeSafetensors({ __metadata__ })).toThrow(RangeError);
  });

  it("metadata that are no strings", () => {
    const metadata = { step: 3 } as unknown as Record<string, string>;
    expect(() => encodeSafetensors({}, metadata)).toThrow(
      new TypeError("encodeSafetensors: metadata.step must be a string, got number."),
    );
  });
});
