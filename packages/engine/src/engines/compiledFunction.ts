import type { CompiledFunction } from "../api/engine.ts";
import { checkInputs, checkInto, type HostArray, type Signature } from "../api/signature.ts";
import { sizeOf } from "../graph/shape.ts";
import { memoryError } from "./memoryError.ts";
import { nanWatch } from "./nanWatch.ts";

type Arrays = Readonly<Record<string, HostArray>>;

/** Engine-specific implementation of a compiled function. It receives checked arrays, and is freed once, after its last call. */
export interface Executable {
  /** Read the inputs and write every output. */
  execute(inputs: Arrays, outputs: Arrays): Promise<void>;
  free(): Promise<void>;
}

/**
 * Wrap an executable as a compiled function: check the arguments, allocate missing output arrays, convert errors, and free it once no call is
 * pending.
 */
export function compiledFunction(
  signature: Signature,
  outputs: Signature,
  { execute, free }: Executable,
): CompiledFunction {
  let freed: Promise<void> | undefined;
  const running = new Set<Promise<void>>();
  const refuseNaN = nanWatch(signature, outputs);
  const run = async (inputs: Arrays, into: Arrays = {}): Promise<Record<string, HostArray>> => {
    if (freed) throw new Error("run: must not be called after dispose. Compile the function again.");
    checkInputs(signature, inputs);
    checkInto(outputs, into);
    const results: Record<string, HostArray> = { ...into };
    try {
      for (const name in outputs) {
        const { shape, dtype } = outputs[name]!;
        const kind = dtype === "float32" ? Float32Array : Int32Array;
        results[name] ??= new kind(sizeOf(shape));
      }
      const execution = execute(inputs, results);
      running.add(execution);
      await execution.finally(() => running.delete(execution));
    } catch (error) {
      throw memoryError("run", error);
    }
    refuseNaN(inputs, results);
    return results;
  };
  const dispose = (): Promise<void> => {
    freed ??= Promise.allSettled(running).then(free);
    return freed;
  };
  return Object.assign(run, { outputs, dispose });
}

/** Return the shapes and types of a traced graph's inputs or outputs. */
export function signatureOf(
  values: Readonly<Record<string, { readonly shape: readonly number[]; readonly dtype: string }>>,
): Signature {
  return Object.fromEntries(
    Object.entries(values).map(([name, { shape, dtype }]) => [
      name,
      { shape, dtype: dtype === "float32" ? dtype : "int32" },
    ]),
  );
}
