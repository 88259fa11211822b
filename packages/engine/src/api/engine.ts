import type { Tensor } from "@tensorflow/tfjs-core";
import type { EngineName } from "./engineChoices.ts";
import type { ConstantTensor, HostArray, Signature } from "./signature.ts";

/**
 * Function of tensors in plain TensorFlow.js that returns tensors by name. It must be pure: it must not read tensor values (`dataSync`) or
 * draw random numbers (they would be drawn once, at compile time), and shapes must depend only on the shapes of its inputs.
 */
export type TensorFunction = (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;

export interface CompileOptions {
  /** Constant inputs, such as trained weights, which the engine can preprocess. The function receives them together with its inputs. */
  readonly constants?: Readonly<Record<string, ConstantTensor>>;
  /**
   * Quantize the convolutions of `@cellgen/nn` with constant filters to int8: less accurate, and faster with more channels. Only supported by
   * the engine `onnx`. @default float32 only
   */
  readonly int8?: Int8Options;
}

/** Options of int8 quantization. */
export interface Int8Options {
  /**
   * Representative inputs, an array for each name of the signature. The function runs on them once. The minimum and maximum of each
   * convolution's input and output determine its quantization range; later values outside it are clipped.
   */
  readonly calibration: readonly Readonly<Record<string, HostArray>>[];
}

/** How an engine uses the machine. `threads` applies to `onnx` and `tensorflow`, `binaries` to web pages, all others only to `onnx`. */
export interface EngineOptions {
  /**
   * Number of compute threads, 1…1024; more threads than cores reduce the speed. For `tensorflow`, and in a web page, the value of the first
   * engine applies to the whole process or page; a page that is not cross-origin isolated has one thread.
   * @default the physical cores available to this process; in a web page half of the processors, at most 4
   */
  readonly threads?: number;
  /**
   * Disable thread spinning: a waiting thread releases its core at once, instead of spinning for a millisecond. Use it when other programs
   * share the CPU; on an idle machine it reduces the speed. @default false
   */
  readonly shareCores?: boolean;
  /**
   * Use the blocked channel layout of ONNX Runtime's internal operators, if the processor supports it and a test at startup gives correct
   * results. If false, use standard ONNX operators only: slower, with equal values up to rounding. @default true
   */
  readonly blocks?: boolean;
  /**
   * In a web page: URL of the folder with the engines' WebAssembly binaries, with a trailing slash. In Node, they are found in their packages.
   * The value of the first engine of a kind applies to the whole page.
   * @default the folder of the script that loads them
   */
  readonly binaries?: string;
}

/** Function compiled for tensors of fixed shapes. */
export interface CompiledFunction {
  /**
   * Run the function once.
   *
   * @param inputs - An array for each name of the signature. They are not modified, and must not change until the promise resolves.
   * @param into - Output arrays by name, which may be views of a WebAssembly memory. They must not overlap with each other or with inputs.
   * @returns All outputs by name: the arrays of `into`, or new ones. The caller owns them. They and the inputs stay referenced until the next
   * call, or until the function is disposed.
   * @throws RangeError or TypeError if an array does not match the signature; NaNInputError if an input contains NaN, provided that it is
   * small or the NaN reaches the outputs, which are written nevertheless; OutOfMemoryError if memory runs out; Error after `dispose`.
   */
  (
    inputs: Readonly<Record<string, HostArray>>,
    into?: Readonly<Record<string, HostArray>>,
  ): Promise<Record<string, HostArray>>;
  /** Shapes and types of the outputs. */
  readonly outputs: Signature;
  /** Free all resources once pending runs are done. The function cannot be run afterwards. */
  dispose(): Promise<void>;
}

/** Runs tensor functions. */
export interface Engine {
  readonly name: EngineName;
  /** One-line description of the backend and why it was chosen. */
  readonly description: string;
  /** If `auto` could not start its first choice: why a faster engine is not used, and how to install it. */
  readonly notice?: string;
  /**
   * Compile a function for inputs of fixed shapes.
   *
   * @throws RangeError or TypeError if the signature, the constants or the function's results are invalid, or two names are equal;
   * RangeError if int8 is used without calibration inputs, or for gradients; UnsupportedOperationError if the function uses an operation that
   * the engine does not support; OutOfMemoryError if memory runs out; Error if the function reads a value that depends on its inputs.
   */
  compile(fn: TensorFunction, signature: Signature, options?: CompileOptions): Promise<CompiledFunction>;
  /** Free all compiled functions once pending runs are done. The engine cannot compile afterwards. */
  dispose(): Promise<void>;
}
