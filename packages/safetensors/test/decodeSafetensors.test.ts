import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, SafetensorsError } from "../src/index.ts";
import { fileOf, headerOf } from "./safetensorsBytes.ts";

const fixture = (path: string): Uint8Array =>
  readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url));

describe("decodeSafetensors", () => {
  it("reads bytes made by hand from the format's definition", () => {
    // 1 = 0x3f800000, -2 = 0xc0000000, little-endian.
    const data = Uint8Array.of(0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0, 7, 0xff);
    const header =
      '{"__metadata__":{"format":"pt","n":"1"},' +
      '"b":{"dtype":"U8","shape":[2,1],"data_offsets":[8,10]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  ';
    expect(decodeSafetensors(fileOf(header, data))).toEqual({
      tensors: {
        a: { dtype: "F32", shape: [2], data: Float32Array.of(1, -2) },
        b: { dtype: "U8", shape: [2, 1], data: Uint8Array.of(7, 255) },
      },
      metadata: { format: "pt", n: "1" },
    });
  });

  it("reads every dtype as Hugging Face's library wrote it", () => {
    const { tensors, metadata } = decodeSafetensors(fixture("safetensors/dtypes.safetensors"));
    expect(metadata).toEqual({ format: "pt" });
    expect(tensors).toEqual({
      bool: { dtype: "BOOL", shape: [3], data: Uint8Array.of(1, 0, 1) },
      u8: { dtype: "U8", shape: [3], data: Uint8Array.of(0, 1, 255) },
      i8: { dtype: "I8", shape: [3], data: Int8Array.of(-128, 0, 127) },
      e5m2: { dtype: "F8_E5M2", shape: [2], data: Uint8Array.of(0x3c, 0xbc) },
      e4m3: { dtype: "F8_E4M3", shape: [2], data: Uint8Array.of(0x38, 0xb8) },
      i16: { dtype: "I16", shape: [2], data: Int16Array.of(-32768, 32767) },
      u16: { dtype: "U16", shape: [2], data: Uint16Array.of(1, 65535) },
      half: { dtype: "F16", shape: [2, 2], data: Uint16Array.of(0x3800, 0xfbff, 0x0001, 0x7c00) },
      brain: { dtype: "BF16", shape: [3], data: Uint16Array.of(0x3f80, 0xc049, 0x0001) },
      i32: { dtype: "I32", shape: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
      u32: { dtype: "U32", shape: [2], data: Uint32Array.of(1, 2 ** 32 - 1) },
      f32: { dtype: "F32", shape: [2, 1, 2], data: Float32Array.of(0.1, -2.5, 1e-45, 3.4028234663852886e38) },
      f64: { dtype: "F64", shape: [2], data: Float64Array.of(0.1, -1e300) },
      i64: { dtype: "I64", shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
      u64: { dtype: "U64", shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) },
      scalar: { dtype: "F32", shape: [], data: Float32Array.of(7) },
      empty: { dtype: "F32", shape: [0, 4], data: new Float32Array() },
      'a "quoted"\nµ name': { dtype: "F32", shape: [1], data: Float32Array.of(-0) },
    });
  });

  it("gives the same values wherever the file lies in its memory", () => {
    const file = fixture("safetensors/dtypes.safetensors");
    const aligned = decodeSafetensors(new Uint8Array(file));
    for (let shift = 1; shift < 8; shift++) {
      const memory = new Uint8Array(file.length + shift);
      memory.set(file, shift);
      expect(decodeSafetensors(memory.subarray(shift))).toEqual(aligned);
    }
  });

  it("gives views of an aligned file, without copies", () => {
    const file = new Uint8Array(fixture("safetensors/dtypes.safetensors"));
    const { tensors } = decodeSafetensors(file);
    expect(tensors["f64"]!.data.buffer).toBe(file.buffer);
  });

  it("keeps tensors apart from the properties that objects have", () => {
    const header =
      '{"__proto__":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"constructor":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}';
    const { tensors } = decodeSafetensors(fileOf(header, Uint8Array.of(3, 4)));
    expect(Object.entries(tensors).map(([name, { data }]) => [name, data[0]])).toEqual([
      ["__proto__", 3],
      ["constructor", 4],
    ]);
  });

  it("reads a file without tensors", () => {
    expect(decodeSafetensors(fileOf("{}"))).toEqual({ tensors: {}, metadata: {} });
  });
});

describe("decodeSafetensors refuses", () => {
  const zeros = (length: number): Uint8Array => new Uint8Array(length);
  const one = { shape: [1], offsets: [0, 4] };
  const cases: [what: string, file: Uint8Array, message: string | RegExp][] = [
    [
      "no bytes",
      zeros(0),
      "the file must have at least 8 bytes, got 0. The file is truncated or in another format.",
    ],
    [
      "seven bytes",
      zeros(7),
      "the file must have at least 8 bytes, got 7. The file is truncated or in another format.",
    ],
    ["a header of no bytes", zeros(8), "the header is not JSON"],
    [
      "a huge header length",
      fileOf("{}", zeros(0), 2n ** 63n),
      /9223372036854775808 bytes exceeds the file size of 10/,
    ],
    [
      "a header that is cut short",
      fileOf("{}", zeros(0), 3n),
      "length of 3 bytes exceeds the file size of 10",
    ],
    ["a ZIP file", new TextEncoder().encode("PK\u0003\u0004 archive.zip"), "in another format"],
    ["bytes that are not UTF-8", fileOf('{"\u0000"}').fill(0xff, 9, 11), "not JSON in UTF-8"],
    ["a byte order mark", fileOf("\ufeff{}"), "not JSON in UTF-8"],
    ["text that is not JSON", fileOf("{tensor: 1}"), "not JSON"],
    ["a list", fileOf("[]"), "must start with a JSON object"],
    ["null", fileOf("null"), "must start with a JSON object"],
    ["spaces before the header", fileOf(" {}"), "must start with a JSON object"],
    [
      "metadata that are no strings",
      fileOf('{"__metadata__":{"step":1}}'),
      "__metadata__ must be an object of",
    ],
    [
      "metadata that are a list",
      fileOf('{"__metadata__":["a"]}'),
      "__metadata__ must be an object of strings",
    ],
    ["an entry that is no object", fileOf('{"a":[1]}'), 'tensor "a" must be an object with dtype'],
    ["an unknown dtype", fileOf(headerOf({ a: { ...one, dtype: "F31" } }), zeros(4)), 'unknown dtype "F31"'],
    [
      "a property of objects as dtype",
      fileOf(headerOf({ a: { ...one, dtype: "toString" } })),
      "unknown dtype",
    ],
    [
      "a dtype in small letters",
      fileOf(headerOf({ a: { ...one, dtype: "f32" } }), zeros(4)),
      "unknown dtype",
    ],
    ["no shape", fileOf('{"a":{"dtype":"U8","data_offsets":[0,1]}}', zeros(1)), "got nothing"],
    [
      "a negative dimension",
      fileOf(headerOf({ a: { ...one, shape: [-1] } }), zeros(4)),
      "non-negative integers",
    ],
    ["half a row", fileOf(headerOf({ a: { ...one, shape: [0.5, 2] } }), zeros(4)), "non-negative integers"],
    [
      "a dimension as text",
      fileOf('{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}', zeros(1)),
      '["1"]',
    ],
    [
      "one offset",
      fileOf(headerOf({ a: { ...one, offsets: [4] } }), zeros(4)),
      "must have data_offsets [begin",
    ],
    ["offsets in reverse", fileOf(headerOf({ a: { ...one, offsets: [4, 0] } }), zeros(4)), "got [4,0]"],
    ["a negative offset", fileOf(headerOf({ a: { ...one, offsets: [-4, 0] } }), zeros(4)), "got [-4,0]"],
    [
      "more bytes than the shape",
      fileOf(headerOf({ a: { shape: [2, 1], offsets: [0, 12] } }), zeros(12)),
      'tensor "a" of shape [2,1] and dtype F32 needs 8 bytes, but its data_offsets span 12.',
    ],
    [
      "fewer bytes than the shape",
      fileOf(headerOf({ a: { shape: [2], offsets: [0, 4], dtype: "F64" } }), zeros(4)),
      "needs 16 bytes, but its data_offsets span 4",
    ],
    [
      "a shape whose product wraps around 64 bits",
      fileOf(headerOf({ a: { shape: [2 ** 32, 2 ** 32], offsets: [0, 0] } })),
      "its data_offsets span 0",
    ],
    [
      "more elements than any memory has",
      fileOf(headerOf({ a: { shape: [2 ** 48], offsets: [0, 2 ** 50] } }), zeros(4)),
      'tensor "a" ends at byte 1125899906842624, but there are only 4 bytes of data. The file is truncated.',
    ],
    [
      "data outside the file",
      fileOf(headerOf({ a: one, b: { shape: [2], offsets: [4, 12] } }), zeros(8)),
      'tensor "b" ends at byte 12, but there are only 8 bytes of data. The file is truncated.',
    ],
    [
      "overlapping data",
      fileOf(
        headerOf({ a: { shape: [2], offsets: [0, 8] }, b: { shape: [2], offsets: [4, 12] } }),
        zeros(12),
      ),
      'tensor "b" starts at byte 4 of the data, inside "a".',
    ],
    [
      "the same data twice",
      fileOf(headerOf({ a: one, b: one }), zeros(4)),
      "starts at byte 0 of the data, inside",
    ],
    [
      "a gap at the start",
      fileOf(headerOf({ a: { shape: [1], offsets: [4, 8] } }), zeros(8)),
      "a gap after byte 0",
    ],
    [
      "a gap between tensors",
      fileOf(headerOf({ a: one, b: { shape: [1], offsets: [8, 12] } }), zeros(12)),
      'tensor "b" starts at byte 8 of the data, with a gap after byte 4.',
    ],
    ["bytes at the end", fileOf(headerOf({ a: one }), zeros(6)), "2 bytes after the last tensor are unused."],
  ];
  it.each(cases)("%s", (_, file, message) => {
    expect(() => decodeSafetensors(file)).toThrow(SafetensorsError);
    expect(() => decodeSafetensors(file)).toThrow(/^decodeSafetensors: /);
    expect(() => decodeSafetensors(file)).toThrow(message);
  });

  it.each([
    ["as it stands", '"a"'],
    ["with many spaces before the colon", `"a"${" ".repeat(99)}`],
    ["in another spelling", '"\\u0061"'],
  ])("a name that stands twice, %s", (_, second) => {
    const entry = '{"dtype":"U8","shape":["],["],"data_offsets":[0,1]}';
    const file = fileOf(`{"b,\\"":${entry},"a":${entry},${second}:${entry}}`, zeros(1));
    expect(() => decodeSafetensors(file)).toThrow(
      'decodeSafetensors: tensor "a" occurs twice in the header.',
    );
  });

  it("a broken header with the parser's own error as its cause", () => {
    let cause: unknown;
    try {
      decodeSafetensors(fileOf("{"));
    } catch (error) {
      cause = (error as Error).cause;
    }
    expect(cause).toBeInstanceOf(SyntaxError);
  });
});
