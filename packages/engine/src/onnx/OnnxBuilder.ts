import type { GraphDataType } from "../graph/graph.ts";
import { liveNodes } from "../graph/liveNodes.ts";
import { sizeOf } from "../graph/shape.ts";
import { encodeModel } from "./encodeModel.ts";

/** Attribute value: integers are INT, strings STRING, arrays INTS, `{ float }` FLOAT. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

/** Name of a tensor in the ONNX graph. */
export type TensorName = string;

interface OnnxNode {
  readonly op_type: string;
  readonly domain: string;
  readonly input: readonly TensorName[];
  readonly output: readonly TensorName[];
  readonly name: string;
  readonly attribute?: readonly Record<string, unknown>[];
}

interface Named {
  readonly name: TensorName;
  readonly [field: string]: unknown;
}

const elementTypes: Record<GraphDataType | "int64", number> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
};
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 };

/** Builds an ONNX graph and encodes it. Identical nodes and constants are added only once. */
export class OnnxBuilder {
  private readonly nodes: OnnxNode[] = [];
  private readonly initializers: Named[] = [];
  private readonly inputs: Named[] = [];
  private readonly outputs: Named[] = [];
  private readonly known: Map<string, readonly TensorName[]> = new Map();
  private readonly renamed: Map<TensorName, TensorName> = new Map();
  /** Source tensor of each reshaped tensor. */
  private readonly reshaped: Map<TensorName, TensorName> = new Map();
  private count = 0;

  /** @param reserved - Names of inputs and outputs, which no other tensor gets. */
  constructor(private readonly reserved: ReadonlySet<TensorName>) {}

  /** Add a node with one output. */
  op(
    type: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    domain = "",
  ): TensorName {
    return this.ops(type, inputs, 1, attributes, domain)[0]!;
  }

  /** Add a type conversion. */
  cast(x: TensorName, dtype: GraphDataType): TensorName {
    return this.op("Cast", [x], { to: elementTypes[dtype] });
  }

  /** Add a node with several outputs. An existing node with the same inputs and attributes is reused. */
  ops(
    type: string,
    inputs: readonly TensorName[],
    outputCount: number,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    domain = "",
  ): readonly TensorName[] {
    const key = JSON.stringify([type, domain, inputs, attributes, outputCount]);
    const known = this.known.get(key);
    if (known) return known;
    const output = Array.from({ length: outputCount }, () => this.newName());
    this.known.set(key, output);
    const attribute = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
    this.nodes.push({
      op_type: type,
      domain,
      input: inputs,
      output,
      name: `${type}_${output[0]}`,
      attribute,
    });
    return output;
  }

  /** Add a node of ONNX Runtime's custom operators. */
  microsoft(
    type: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): TensorName {
    return this.op(type, inputs, attributes, "com.microsoft");
  }

  /** Reshape a tensor. Consecutive reshapes are merged. */
  reshape(x: TensorName, shape: readonly number[]): TensorName {
    const original = this.reshaped.get(x) ?? x;
    const y = this.op("Reshape", [original, this.integers(shape)]);
    this.reshaped.set(y, original);
    return y;
  }

  transpose(x: TensorName, permutation: readonly number[]): TensorName {
    return this.op("Transpose", [x], { perm: permutation });
  }

  /**
   * Split a tensor along an axis. WebGPU guarantees only eight tensors per shader, so more than seven parts are split recursively.
   */
  split(x: TensorName, sizes: readonly number[], axis: number): readonly TensorName[] {
    if (sizes.length === 1) return [x];
    if (sizes.length <= 7) return this.ops("Split", [x, this.integers(sizes)], sizes.length, { axis });
    const most = Math.ceil(sizes.length / 7);
    const groups = Array.from({ length: Math.ceil(sizes.length / most) }, (_, i) =>
      sizes.slice(i * most, (i + 1) * most),
    );
    const sums = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
    return this.split(x, sums, axis).flatMap((part, i) => this.split(part, groups[i]!, axis));
  }

  /** Sum over axes, optionally keeping them with size 1. */
  reduce(
    type: "ReduceSum" | "ReduceMean" | "ReduceMax" | "ReduceMin" | "ReduceProd",
    x: TensorName,
    axes: readonly number[],
    keep = false,
  ): TensorName {
    return this.op(type, [x, this.integers(axes)], { keepdims: keep ? 1 : 0 });
  }

  /** Add a scalar constant. */
  scalar(value: number, dtype: GraphDataType = "float32"): TensorName {
    return this.filled([], dtype, value);
  }

  /** Add a constant with equal elements. */
  filled(shape: readonly number[], dtype: GraphDataType, value: number): TensorName {
    const kind = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
    const key = `fill ${dtype} [${shape}] ${Object.is(value, -0) ? "-0" : value}`;
    return this.constant(key, dtype, shape, new kind(sizeOf(shape)).fill(value));
  }

  /** Add an int64 vector, for shapes, axes and bounds. */
  integers(values: readonly number[]): TensorName {
    return this.constant(
      `integers ${values}`,
      "int64",
      [values.length],
      BigInt64Array.from(values.map(BigInt)),
    );
  }

  /** Add a constant; with a key, an existing one is reused. */
  constant(
    key: string | undefined,
    dtype: GraphDataType | "int64",
    shape: readonly number[],
    values: ArrayBufferView,
  ): TensorName {
    const known = key === undefined ? undefined : this.known.get(key);
    if (known) return known[0]!;
    const name = this.newName();
    if (key !== undefined) this.known.set(key, [name]);
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ name, data_type: elementTypes[dtype], dims: shape, raw_data: raw });
    return name;
  }

  input(name: TensorName, dtype: GraphDataType, shape: readonly number[]): void {
    this.inputs.push(valueInfo(name, dtype, shape));
  }

  /** Declare an output under its own name. If possible, the computing node writes there directly, without a copy. */
  output(name: TensorName, from: TensorName, dtype: GraphDataType, shape: readonly number[]): void {
    const producer = this.nodes.find((node) => node.output.includes(from));
    if (producer && !this.renamed.has(from)) this.renamed.set(from, name);
    else
      this.nodes.push({
        op_type: "Identity",
        domain: "",
        input: [from],
        output: [name],
        name: `Identity_${name}`,
      });
    this.outputs.push(valueInfo(name, dtype, shape));
  }

  /** Encode the model, without unused nodes. */
  encode(): Uint8Array {
    const rename = (names: readonly TensorName[]) => names.map((name) => this.renamed.get(name) ?? name);
    const renamed = this.nodes.map((node) => ({
      ...node,
      input: rename(node.input),
      output: rename(node.output),
    }));
    const outputs = this.outputs.map(({ name }) => name);
    const { nodes, values } = liveNodes(renamed, outputs, ({ input, output }) => ({
      inputs: input,
      outputs: output,
    }));
    const domains = [...new Set(nodes.toReversed().map((node) => node.domain))].filter(
      (domain) => domain !== "",
    );
    return encodeModel({
      ir_version: 10,
      producer_name: "cellgen",
      opset_import: [{ domain: "", version: 21 }, ...domains.map((domain) => ({ domain, version: 1 }))],
      graph: {
        name: "cellgen",
        node: nodes,
        initializer: this.initializers.filter(({ name }) => values.has(name)),
        input: this.inputs,
        output: this.outputs,
      },
    });
  }

  private newName(): TensorName {
    let name = `t${this.count++}`;
    while (this.reserved.has(name)) name = `t${this.count++}`;
    return name;
  }
}

function valueInfo(name: string, dtype: GraphDataType, shape: readonly number[]): Named {
  const dim = shape.map((size) => ({ dim_value: size }));
  return { name, type: { tensor_type: { elem_type: elementTypes[dtype], shape: { dim } } } };
}

function encodeAttribute(name: string, value: OnnxAttribute): Record<string, unknown> {
  if (typeof value === "number") return { name, type: attributeTypes.int, i: value };
  if (typeof value === "string")
    return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  if ("float" in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: value };
}
