import onnxProto from "onnx-proto";
import { expect, it } from "vitest";
import { encodeModel } from "../../src/onnx/encodeModel.ts";

const { onnx } = onnxProto;

const numbers = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 40 + 5, -1, -129, Number.MIN_SAFE_INTEGER];

it("encodeModel writes the bytes of another encoder: numbers of every length, text, tensors", () => {
  const attribute = [
    { name: "ints", ints: numbers, type: 7 },
    ...numbers.map((i) => ({ name: "i", i, type: 2 })),
    { name: "f", f: 0.1, type: 1 },
    { name: "s", s: Uint8Array.of(0, 255), type: 3 },
    { name: "none", ints: [], type: 7 },
  ];
  const node = [
    {
      input: ["", "ä→𝑥"],
      output: ["y"],
      name: "n".repeat(300),
      op_type: "Op",
      domain: "com.microsoft",
      attribute,
    },
  ];
  const initializer = [{ name: "w", data_type: 1, dims: [2, 3], raw_data: new Uint8Array(24).fill(7) }];
  const type = { tensor_type: { elem_type: 1, shape: { dim: [{ dim_value: 2 }, { dim_value: 0 }] } } };
  const mine = encodeModel({
    ir_version: 10,
    producer_name: "cellgen",
    graph: { name: "g", node, initializer, input: [{ name: "x", type }], output: [] },
    opset_import: [{ domain: "", version: 21 }],
  });

  const camelNode = node.map(({ op_type: opType, ...rest }) => ({ ...rest, opType }));
  const camelInitializer = initializer.map(({ data_type: dataType, raw_data: rawData, ...rest }) => ({
    ...rest,
    dataType,
    rawData,
  }));
  const camelType = { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 2 }, { dimValue: 0 }] } } };
  const theirs = onnx.ModelProto.encode({
    irVersion: 10,
    producerName: "cellgen",
    graph: {
      name: "g",
      node: camelNode,
      initializer: camelInitializer,
      input: [{ name: "x", type: camelType }],
      output: [],
    },
    opsetImport: [{ domain: "", version: 21 }],
  }).finish();
  expect(mine).toEqual(Uint8Array.from(theirs));
});
