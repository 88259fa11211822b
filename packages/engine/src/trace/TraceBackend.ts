import * as tf from "@tensorflow/tfjs-core";
import type { ConstantData, GraphDataType, GraphNode, Value } from "../graph/graph.ts";
import { sizeOf } from "../graph/shape.ts";
import { outputSpecs } from "../operations/operations.ts";

/** Kernels for which tfjs expects a list of outputs, even with one output. */
const returnsLists = new Set(["Unpack", "SplitV"]);

/** Data of a tensor id. */
interface Entry {
  readonly value: Value;
  /** Values of a tensor that does not depend on the inputs. */
  readonly data?: Exclude<ConstantData, Int8Array>;
  /** Number of tensors that share the data. Tensors from another backend may share it. */
  references: number;
  /** The same values in other shapes, keyed by shape. */
  readonly views: Map<string, Value>;
}

/**
 * TensorFlow.js backend that computes nothing: each kernel call is recorded as a node, and each tensor as a value of a graph.
 * tfjs differentiates during execution, so gradients inside the traced function are recorded like all other operations.
 */
export class TraceBackend extends tf.KernelBackend {
  /** Recorded kernel calls. */
  readonly nodes: GraphNode[] = [];
  /** Known values that calls or outputs use. */
  readonly constants: Map<Value, ConstantData> = new Map();
  private readonly entries: tf.DataStorage<Entry> = new tf.DataStorage(this, tf.engine());
  private count = 0;

  /** Create a tensor without a producing node: an input of the graph. */
  placeholder(shape: readonly number[], dtype: GraphDataType): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.register(shape, dtype));
  }

  graphValue({ dataId, shape }: tf.TensorInfo): Value {
    const { value, data, views } = this.entries.get(dataId);
    if (!data) return value;
    const key = shape.join();
    const view = key === value.shape.join() ? value : (views.get(key) ?? this.newValue(shape, value.dtype));
    views.set(key, view);
    this.constants.set(view, data);
    return view;
  }

  /** Record a kernel call and return its outputs, always with new ids, because tfjs's tape counts a reused id twice. */
  record(
    kernel: string,
    inputs: tf.NamedTensorInfoMap,
    attributes: tf.NamedAttrMap,
  ): tf.TensorInfo | tf.TensorInfo[] {
    const values: Record<string, Value> = {};
    for (const [name, info] of Object.entries(inputs)) {
      if (info !== undefined && info !== null) values[name] = this.graphValue(info);
    }
    const infos = outputSpecs(kernel, values, attributes).map(({ shape, dtype }) =>
      this.register(shape, dtype),
    );
    const outputs = infos.map((info) => this.entries.get(info.dataId).value);
    this.nodes.push({ kernel, inputs: values, attributes, outputs });
    return infos.length > 1 || returnsLists.has(kernel) ? infos : infos[0]!;
  }

  private register(shape: readonly number[], dtype: GraphDataType): tf.TensorInfo {
    const dataId = {};
    this.entries.set(dataId, { value: this.newValue(shape, dtype), references: 1, views: new Map() });
    // Other types occur only after passes.
    return { dataId, shape: [...shape], dtype: dtype as tf.DataType };
  }

  private newValue(shape: readonly number[], dtype: GraphDataType): Value {
    return { id: this.count++, shape, dtype };
  }

  override write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  /** Take over a tensor from another backend, or from numbers. Its values become a constant. */
  override move(
    dataId: object,
    values: tf.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    references: number,
  ): void {
    if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
      throw new TypeError(`compile: tensors must be float32, int32 or bool, got ${dtype}.`);
    }
    const kind = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
    const data = values ? kind.from(values as ArrayLike<number>) : new kind(sizeOf(shape));
    this.entries.set(dataId, { value: this.newValue(shape, dtype), data, references, views: new Map() });
  }

  override readSync(dataId: object): tf.BackendValues {
    const { data } = this.entries.get(dataId);
    if (data) return data;
    throw new Error(
      "compile: the function must not read the values of a tensor that depends on its inputs (dataSync, arraySync, print). Compute with tensors instead.",
    );
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.entries.has(dataId)) return true;
    const entry = this.entries.get(dataId);
    entry.references--;
    if (entry.references > 0 && !force) return false;
    this.entries.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.entries.numDataIds();
  }

  override refCount(dataId: object): number {
    return this.entries.has(dataId) ? this.entries.get(dataId).references : 0;
  }

  override incRef(dataId: object): void {
    this.entries.get(dataId).references++;
  }

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
