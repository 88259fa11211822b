import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../signature.ts";
import type { ConstantData, Graph, GraphDataType, GraphNode, Value } from "./graph.ts";
import { outputSpecs } from "./outputSpecs.ts";

/**
 * A TensorFlow.js backend that computes nothing: each kernel call becomes a node, each tensor a value of a graph.
 * tfjs differentiates while it runs, so a gradient asked for inside the traced function is recorded like everything else.
 */
export class TraceBackend extends tf.KernelBackend {
  private nodes: GraphNode[] = [];
  private constants: Map<Value, ConstantData> = new Map();
  private readonly data: WeakMap<Value, ConstantData> = new WeakMap();
  private readonly values: tf.DataStorage<Value> = new tf.DataStorage(this, tf.engine());
  private count = 0;

  /** Starts an empty recording. */
  begin(): void {
    this.nodes = [];
    this.constants = new Map();
  }

  /** What was recorded since `begin`. */
  recording(): Pick<Graph, "nodes" | "constants"> {
    return { nodes: this.nodes, constants: this.constants };
  }

  /** Makes a tensor that no node produces: an input of the graph. */
  placeholder(shape: readonly number[], dtype: GraphDataType): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.register(shape, dtype));
  }

  graphValue(tensor: tf.TensorInfo): Value {
    const value = this.values.get(tensor.dataId);
    const data = this.data.get(value);
    if (data) this.constants.set(value, data);
    return value;
  }

  /** Records a kernel call and returns its outputs, always under new ids: tfjs's tape counts a reused one twice. */
  record(kernel: string, inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap): tf.TensorInfo[] {
    const values: Record<string, Value> = {};
    for (const [name, info] of Object.entries(inputs)) {
      if (info !== undefined && info !== null) values[name] = this.graphValue(info);
    }
    const infos = outputSpecs(kernel, values, attributes).map((spec) =>
      this.register(spec.shape, spec.dtype),
    );
    this.nodes.push({
      kernel,
      inputs: values,
      attributes,
      outputs: infos.map((info) => this.values.get(info.dataId)),
    });
    return infos;
  }

  private register(shape: readonly number[], dtype: GraphDataType): tf.TensorInfo {
    const dataId = {};
    this.values.set(dataId, { id: this.count++, shape, dtype });
    return { dataId, shape: [...shape], dtype };
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype);
    return dataId;
  }

  /** Takes over a tensor that was made on another backend, or is made of numbers: its values become a constant. */
  override move(dataId: object, values: tf.BackendValues, shape: number[], dtype: tf.DataType): void {
    if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
      throw new TypeError(`compile: tensors must be float32, int32 or bool, got ${dtype}.`);
    }
    const value: Value = { id: this.count++, shape, dtype };
    const kind = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
    this.values.set(dataId, value);
    this.data.set(value, values ? kind.from(values as ArrayLike<number>) : new kind(sizeOf(shape)));
  }

  override readSync(dataId: object): tf.BackendValues {
    const data = this.data.get(this.values.get(dataId));
    if (data) return data;
    throw new Error(
      "compile: the function must not read the values of a tensor that depends on its inputs (dataSync, arraySync, print). Compute with tensors instead.",
    );
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object): boolean {
    if (this.values.has(dataId)) this.values.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.values.numDataIds();
  }

  override refCount(): number {
    return 1;
  }

  override incRef(): void {}

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {}
}
