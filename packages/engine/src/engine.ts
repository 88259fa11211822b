import type { Tensor } from "@tensorflow/tfjs-core";
import type { ConstantTensor, HostArray, Signature } from "./signature.ts";

/** The engines that run in this process, in the order in which `auto` tries them. */
export const engineNames = ["onnx", "wasm", "cpu"] as const;

export type EngineName = (typeof engineNames)[number];

/**
 * A function of tensors in plain TensorFlow.js. It must be pure: no reading of values (`dataSync`), no random numbers, shapes
 * that depend on the shapes of its inputs alone.
 */
export type TensorFunction = (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;

export interface CompileOptions {
  /** Inputs that never change, such as trained weights: baked in, so that the engine can pack them. The function gets them beside its inputs. */
  readonly constants?: Readonly<Record<string, ConstantTensor>>;
}

/** A function that an engine has made ready to run for tensors of fixed shapes. */
export interface CompiledFunction {
  /**
   * Runs the function once.
   *
   * @param inputs - An array for each name of the signature. They are read, not kept.
   * @param into - Arrays that outputs are written into, by output name; views of a WebAssembly memory included.
   * @returns All outputs by name: the array of `into` where one was given, else a new one.
   * @throws RangeError or TypeError if an array does not fit the signature.
   */
  (
    inputs: Readonly<Record<string, HostArray>>,
    into?: Readonly<Record<string, HostArray>>,
  ): Promise<Record<string, HostArray>>;
  /** The outputs' shapes and types. */
  readonly outputs: Signature;
  /** Frees what the function holds. It must not be running. */
  dispose(): Promise<void>;
}

/** Something that runs tensor functions. */
export interface Engine {
  readonly name: EngineName;
  /** One line: what runs the functions, and why it was taken. */
  readonly description: string;
  /** Makes a function ready for inputs of these shapes. */
  compile(fn: TensorFunction, signature: Signature, options?: CompileOptions): Promise<CompiledFunction>;
  dispose(): Promise<void>;
}
