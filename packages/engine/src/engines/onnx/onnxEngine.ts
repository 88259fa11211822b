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

/** ONNX Runtime as a place has it. */
export interface OnnxPlace {
  /** Its module, onnxruntime-node or onnxruntime-web. */
  readonly runtime: Pick<typeof import("@cellgen/onnxruntime"), "InferenceSession" | "Tensor">;
  /** What it computes with. */
  readonly provider: ExecutionProvider;
  /** What computes, for the engine's description. */
  readonly description: string;
  /** What every session is made with. */
  readonly sessionOptions: InferenceSession.SessionOptions;
  /** Whether images may lie in blocks of channels, where these prove right. The processor alone has them. */
  readonly blocks: boolean;
  /** Whether the processor has AMX. */
  readonly amx: boolean;
  /** Runs a session and writes every output into the tensor that is given for it. */
  run(
    session: InferenceSession,
    feeds: Readonly<Record<string, Tensor>>,
    outputs: Readonly<Record<string, Tensor>>,
  ): Promise<void>;
}

/** The engine that compiles: a function is traced to an ONNX graph, and ONNX Runtime runs it. */
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
            `compile: int8 must be left out for ${name}, which computes in float32. Take engine onnx.`,
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
  // Kept from run to run: parameters and gradients, hundreds, stay the same arrays.
  const wrappers = { inputs: {} as Record<string, Tensor>, outputs: {} as Record<string, Tensor> };

  /** Puts the runtime's tensor around an array, where it is not there already. */
  function wrap(tensors: Record<string, Tensor>, name: string, spec: TensorSpec, values: HostArray): void {
    if (tensors[name]?.data === values) return;
    tensors[name] =
      spec.dtype === "float32"
        ? new runtime.Tensor("float32", values as Float32Array, spec.shape)
        : new runtime.Tensor("int32", values as Int32Array, spec.shape);
  }

  return compiledFunction(signature, outputSpecs, {
    execute: async (inputs, outputs) => {
      // Inputs that no output depends on are none of the session's.
      for (const name of session.inputNames) wrap(wrappers.inputs, name, signature[name]!, inputs[name]!);
      for (const name in outputSpecs) wrap(wrappers.outputs, name, outputSpecs[name]!, outputs[name]!);
      // Copies: another run may begin before this one is done.
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
