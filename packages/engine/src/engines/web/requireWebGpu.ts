/**
 * Checks that the browser can compute with WebGPU.
 *
 * @param engine - Whose need it is, for the message.
 * @throws Error if it cannot.
 */
export async function requireWebGpu(engine: string): Promise<void> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  if (!gpu) {
    throw new Error(
      `${engine} needs WebGPU, which this browser does not have, or has in pages of https and of this machine alone. Take onnx.`,
    );
  }
  if (!(await gpu.requestAdapter())) {
    throw new Error(
      `${engine} needs a graphics card that the browser lets WebGPU use, and got none. Take onnx, or update browser and drivers.`,
    );
  }
}
