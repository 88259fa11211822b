import type { Denoiser } from "../denoiser.ts";
import { checkLength } from "./checkLength.ts";

/**
 * Call the denoiser once and check the length of its output.
 *
 * @throws RangeError prefixed with `caller` if the output and `xt` differ in length; `signal.reason` if aborted before or during the call.
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
