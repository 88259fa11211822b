import onnxProto from "onnx-proto";

const { onnx } = onnxProto;
const float = onnx.TensorProto.DataType.FLOAT;
const int64 = onnx.TensorProto.DataType.INT64;

/** An ONNX file of `y = -x` and `index = argmax(x)`, for rows of three numbers, any number of them. */
export function tinyModel(): Uint8Array {
  const value = (name: string, elemType: number, columns: number) => ({
    name,
    type: { tensorType: { elemType, shape: { dim: [{ dimParam: "rows" }, { dimValue: columns }] } } },
  });
  const node = (opType: string, output: string, axis: readonly object[] = []) => ({
    opType,
    input: ["x"],
    output: [output],
    attribute: [...axis],
  });
  const axis = { name: "axis", type: onnx.AttributeProto.AttributeType.INT, i: 1 };
  return onnx.ModelProto.encode({
    irVersion: 10,
    opsetImport: [{ domain: "", version: 21 }],
    graph: {
      name: "tiny",
      input: [value("x", float, 3)],
      output: [value("y", float, 3), value("index", int64, 1)],
      node: [node("Neg", "y"), node("ArgMax", "index", [axis])],
    },
  }).finish();
}
