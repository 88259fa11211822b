import type { Tensor } from "@tensorflow/tfjs-core";
import type { EngineName } from "./engineChoices.ts";
import type { ConstantTensor, HostArray, Signature } from "./signature.ts";

/**
 * A function of tensors in plain TensorFlow.js, which returns tensors by name. It must be pure: no reading of values (`dataSync`), no
 * random numbers (they would be drawn once, while it is compiled), shapes that depend on the shapes of its inputs alone.
 */
export type TensorFunction = (inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;

export interface CompileOptions {
  /** Inputs that never change, such as trained weights: baked in, so that the engine can pack them. The function gets them beside its inputs. */
  readonly constants?: Readonly<Record<string, ConstantTensor>>;
  /**
   * Computes convolutions of `@cellgen/nn` with constant filters on whole numbers of eight bits: less exact, and the faster the more channels they have.
   * The engine `onnx` alone can. @default everything in float32
   */
  readonly int8?: Int8Options;
}

/** How eight bits are laid over the numbers that convolutions see. */
export interface Int8Options {
  /**
   * Inputs like those to come, an array for each name of the signature. The function runs on them once. The minimum and maximum of each
   * convolution's input and output set the range of its eight bits; values outside are clipped later.
   */
  readonly calibration: readonly Readonly<Record<string, HostArray>>[];
}

/** How an engine uses the machine: `threads` concerns `onnx` and `tensorflow`, `binaries` pages, the rest `onnx` alone. */
export interface EngineOptions {
  /**
   * Threads that compute, 1…1024; more than there are cores slow each other down. For `tensorflow`, and in a page, the first engine's number
   * holds as long as the process or the page lives; a page that is not cross-origin isolated has one.
   * @default the physical cores that this process may use; in a page half of the processors, at most 4
   */
  readonly threads?: number;
  /**
   * Whether a thread that waits for the others sleeps at once and leaves its core to whoever wants it, instead of looking out for work
   * for a millisecond. For a machine on which other programs compute too; on an idle one it costs time. @default false
   */
  readonly shareCores?: boolean;
  /**
   * Whether images lie in blocks of channels, for ONNX Runtime's internal operators, where the processor has them and they prove right
   * at the start. Without, functions are made of documented operators alone: slower, with the same values up to rounding. @default true
   */
  readonly blocks?: boolean;
  /**
   * In a page: the address of the folder, with a slash at its end, in which the WebAssembly binaries of the engines lie. Node finds them in their packages.
   * What the first engine of its kind is given holds for all of the page.
   * @default beside the script that loads them
   */
  readonly binaries?: string;
}

/** A function that an engine has made ready to run for tensors of fixed shapes. */
export interface CompiledFunction {
  /**
   * Runs the function once.
   *
   * @param inputs - An array for each name of the signature. They are only read: leave them alone until the promise resolves.
   * @param into - Arrays that outputs are written into, by output name; views of a WebAssembly memory included. They must not overlap
   * with each other or with inputs.
   * @returns All outputs by name: the array of `into` where one was given, else a new one. The caller owns them. They and the inputs stay
   * referenced until the next call, or until the function is disposed of.
   * @throws RangeError or TypeError if an array does not fit the signature; NaNInputError if one holds NaN, where it is small or shows
   * in the outputs, which are written nevertheless; OutOfMemoryError if memory runs out; Error if the function was disposed of.
   */
  (
    inputs: Readonly<Record<string, HostArray>>,
    into?: Readonly<Record<string, HostArray>>,
  ): Promise<Record<string, HostArray>>;
  /** The outputs' shapes and types. */
  readonly outputs: Signature;
  /** Frees what the function holds as soon as its runs are done. It cannot be run any more. */
  dispose(): Promise<void>;
}

/** Something that runs tensor functions. */
export interface Engine {
  readonly name: EngineName;
  /** What runs the functions and why it was chosen, in one line. */
  readonly description: string;
  /** Why a faster engine is not used and how to install it, if `auto` could not start its first choice. */
  readonly notice?: string;
  /**
   * Makes a function ready for inputs of these shapes.
   *
   * @throws RangeError or TypeError if the signature, the constants or the function's results are no tensors, or if two names clash;
   * RangeError if int8 is asked for without inputs to calibrate on, or for gradients; UnsupportedOperationError if the function uses an
   * operation that the engine does not have; OutOfMemoryError if memory runs out; Error if the function reads a value that depends on its
   * inputs.
   */
  compile(fn: TensorFunction, signature: Signature, options?: CompileOptions): Promise<CompiledFunction>;
  /** Frees every function that it compiled and that is not freed yet, as soon as their runs are done. It compiles nothing any more. */
  dispose(): Promise<void>;
}
