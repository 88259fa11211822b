import type { InferenceSession, Tensor } from "@cellgen/onnxruntime";
import type { CompiledFunction, Engine } from "../../api/engine.ts";
import type { ExecutionProvider } from "../../api/engineChoices.ts";
import type { HostArray, Signature, TensorSpec } from "../../api/signature.ts";
import type { Graph } from "../../graph/graph.ts";
import { type LoweringTarget, lowerToOnnx } from "../../lowering/lowerToOnnx.ts";
import { fuseKernels } from "../../passes/fuseKernels.ts";
import type { Int8Filters } from "../../passes/quantizeConvolutions.ts";
import { traceOptimized } from "../../passes/traceOptimized.ts";
import { compiledFunction, signatureOf } from "../compiledFunction.ts";
import { setEagerBackend } from "../eager/setEagerBackend.ts";
import { int8Filters } from "./int8Filters.ts";
import { int8Graph } from "./int8Graph.ts";
import { nchwcBlockSize } from "./nchwcBlockSize.ts";
import { runtimeError } from "./runtimeError.ts";

/** ONNX Runtime in Node or in a web page. */
export interface OnnxPlace {
  /** Its module: onnxruntime-node or onnxruntime-web. */
  readonly runtime: Pick<typeof import("@cellgen/onnxruntime"), "InferenceSession" | "Tensor">;
  /** Execution provider. */
  readonly provider: ExecutionProvider;
  /** Hardware, for the engine's description. */
  readonly description: string;
  /** Options of every session. */
  readonly sessionOptions: InferenceSession.SessionOptions;
  /** Whether the blocked channel layout may be used, after a test. Only on the CPU. */
  readonly blocks: boolean;
  /** Whether the processor has AMX. */
  readonly amx: boolean;
  /** Run a session and write every output into the given tensor. */
  run(
    session: InferenceSession,
    feeds: Readonly<Record<string, Tensor>>,
    outputs: Readonly<Record<string, Tensor>>,
  ): Promise<void>;
}

/** Create the compiling engine: functions are traced to an ONNX graph that ONNX Runtime runs. */
export async function onnxEngine(place: OnnxPlace): Promise<Engine> {
  const { runtime, provider, description, sessionOptions, amx } = place;
  const name = provider === "cpu" ? "onnx" : `onnx:${provider}`;
  setEagerBackend();
  const blockSize = place.blocks && provider === "cpu" ? await nchwcBlockSize(runtime) : undefined;
  let filters: Promise<Int8Filters> | undefined;
  return {
    name: "onnx",
    description: `${name}: ${description}, ${blockSize === undefined ? "plain operators" : `blocks of ${blockSize} channels`}`,
    compile: async (fn, signature, options) => {
      const traced = traceOptimized(fn, signature, options);
      const compiled = async (graph: Graph, target: LoweringTarget = {}): Promise<CompiledFunction> => {
        const session = await runtime.InferenceSession.create(
          lowerToOnnx(graph, target),
          sessionOptions,
        ).catch((error: unknown) => {
          throw runtimeError("compile", error);
        });
        return compiledSession(place, session, signature, signatureOf(graph.outputs));
      };
      if (options?.int8) {
        if (provider !== "cpu") {
          throw new RangeError(
            `compile: int8 must be omitted for ${name}, which supports only float32. Use engine onnx.`,
          );
        }
        filters ??= int8Filters(runtime, amx);
        return compiled(await int8Graph(traced, options.int8, compiled, await filters));
      }
      return compiled(blockSize === undefined ? traced : fuseKernels(traced), { blockSize });
    },
    dispose: async () => {},
  };
}

function compiledSession(
  { runtime, run }: Pick<OnnxPlace, "runtime" | "run">,
  session: InferenceSession,
  signature: Signature,
  outputSpecs: Signature,
): CompiledFunction {
  // Cache the tensor wrappers between runs: hundreds of parameters and gradients use the same arrays in every run.
  const wrappers = { inputs: {} as Record<string, Tensor>, outputs: {} as Record<string, Tensor> };

  /** Wrap an array in a tensor of the runtime, unless it is already wrapped. */
  function wrap(tensors: Record<string, Tensor>, name: string, spec: TensorSpec, values: HostArray): void {
    if (tensors[name]?.data === values) return;
    tensors[name] =
      spec.dtype === "float32"
        ? new runtime.Tensor("float32", values as Float32Array, spec.shape)
        : new runtime.Tensor("int32", values as Int32Array, spec.shape);
  }

  return compiledFunction(signature, outputSpecs, {
    execute: async (inputs, outputs) => {
      // The session has no inputs on which no output depends.
      for (const name of session.inputNames) wrap(wrappers.inputs, name, signature[name]!, inputs[name]!);
      for (const name in outputSpecs) wrap(wrappers.outputs, name, outputSpecs[name]!, outputs[name]!);
      // Copy the records: another run may start before this one is done.
      await run(session, { ...wrappers.inputs }, { ...wrappers.outputs }).catch((error: unknown) => {
        throw runtimeError("run", error);
      });
    },
    free: async () => {
      wrappers.inputs = {};
      wrappers.outputs = {};
      await session.release();
    },
  });
}
