import type { Denoiser } from "../denoiser.ts";
import { checkLength } from "./checkLength.ts";

/**
 * One call of the denoiser, which ends with `signal.reason` if the signal was aborted before or during it.
 *
 * @throws RangeError in the name of `caller` if the output has another length than `xt`.
 */
export async function callDenoiser(
  caller: string,
  denoiser: Denoiser,
  xt: Float32Array,
  t: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  signal?.throwIfAborted();
  const output = await denoiser(xt, t);
  signal?.throwIfAborted();
  checkLength(caller, "denoiser's output", output, xt.length);
  return output;
}
