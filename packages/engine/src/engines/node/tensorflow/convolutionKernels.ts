import { kernelNames } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { equalShapes } from "../../../graph/shape.ts";
import {
  type ConvolutionGeometry,
  layerGeometry,
  stockGeometry,
} from "../../../operations/convolutionGeometry.ts";
import { callOperation, type TensorflowBackend } from "./backend.ts";

type Attributes = Readonly<Record<string, unknown>>;
type Inputs = Readonly<Record<string, tf.TensorInfo>>;
type Kernel = (backend: TensorflowBackend, inputs: Inputs, attributes: Attributes) => tf.Tensor;

const backendName = "tensorflow";

/**
 * Register convolution kernels that tfjs-node's backend lacks: pads other than "same" and "valid", and the layers of `@cellgen/nn`, each as one
 * TensorFlow operation.
 */
export function registerConvolutions(): void {
  if (tf.getKernel(kernelNames.conv2d, backendName)) return;
  register(kernelNames.conv2d, (backend, { x, filter, bias }, attributes) => {
    const y = convolution(backend, x!, filter!, layerGeometry(attributes));
    return callOperation(backend, "BiasAdd", [y, bias!], {});
  });
  register(kernelNames.conv2dInputGradient, (backend, { dy, filter }, attributes) =>
    inputGradient(backend, dy!, filter!, shapeOf(attributes, "inputShape"), layerGeometry(attributes)),
  );
  register(kernelNames.conv2dFilterGradient, (backend, { x, dy }, attributes) =>
    filterGradient(backend, x!, dy!, shapeOf(attributes, "filterShape"), layerGeometry(attributes)),
  );
  extend("Conv2D", (backend, { x, filter }, attributes) =>
    convolution(backend, x!, filter!, stockGeometry(x!.shape, filter!.shape, attributes)),
  );
  extend("Conv2DBackpropInput", (backend, { dy, filter }, attributes) => {
    const inputShape = shapeOf(attributes, "inputShape");
    const geometry = stockGeometry(inputShape, filter!.shape, attributes);
    return inputGradient(backend, dy!, filter!, inputShape, geometry);
  });
  extend("Conv2DBackpropFilter", (backend, { x, dy }, attributes) => {
    const filterShape = shapeOf(attributes, "filterShape");
    return filterGradient(backend, x!, dy!, filterShape, stockGeometry(x!.shape, filterShape, attributes));
  });
}

function register(kernelName: string, kernel: Kernel): void {
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) =>
      tf.tidy(() => kernel(backend as TensorflowBackend, inputs as Inputs, attrs ?? {})),
  });
}

/** Replace a kernel for explicit pads. */
function extend(kernelName: string, kernel: Kernel): void {
  const stock = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc: (call) =>
      typeof call.attrs?.["pad"] === "string"
        ? stock.kernelFunc(call)
        : tf.tidy(() => kernel(call.backend as TensorflowBackend, call.inputs as Inputs, call.attrs ?? {})),
  });
}

function convolution(
  backend: TensorflowBackend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  geometry: ConvolutionGeometry,
): tf.Tensor {
  return callOperation(backend, "Conv2D", [x, filter], placed(geometry, x.shape, filter.shape));
}

function inputGradient(
  backend: TensorflowBackend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  inputShape: readonly number[],
  geometry: ConvolutionGeometry,
): tf.Tensor {
  const sizes = tf.tensor1d([...inputShape], "int32");
  return callOperation(
    backend,
    "Conv2DBackpropInput",
    [sizes, filter, dy],
    placed(geometry, inputShape, filter.shape),
  );
}

function filterGradient(
  backend: TensorflowBackend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: readonly number[],
  geometry: ConvolutionGeometry,
): tf.Tensor {
  const sizes = tf.tensor1d([...filterShape], "int32");
  return callOperation(
    backend,
    "Conv2DBackpropFilter",
    [x, sizes, dy],
    placed(geometry, x.shape, filterShape),
  );
}

/** Convert a geometry to TensorFlow's attributes. Pads equal to "SAME" are named so, because its fast operations accept no others. */
function placed(
  geometry: ConvolutionGeometry,
  inputShape: readonly number[],
  filterShape: readonly number[],
): Record<string, string | readonly number[]> {
  const { strides, pads, dilations } = geometry;
  const shared = { strides: [1, ...strides, 1], dilations: [1, ...dilations, 1] };
  const [top, left, bottom, right] = pads;
  if (pads.every((pad) => pad === 0)) return { ...shared, padding: "VALID" };
  const same = stockGeometry(inputShape, filterShape, { strides, dilations, pad: "same" });
  if (equalShapes(pads, same.pads)) return { ...shared, padding: "SAME" };
  return { ...shared, padding: "EXPLICIT", explicit_paddings: [0, 0, top, bottom, left, right, 0, 0] };
}

const shapeOf = (attributes: Attributes, name: string) => attributes[name] as readonly number[];
