/**
 * Check that the browser supports WebGPU.
 *
 * @param engine - Name for the error message.
 * @throws Error if WebGPU is not available.
 */
export async function requireWebGpu(engine: string): Promise<void> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  if (!gpu) {
    throw new Error(
      `${engine} needs WebGPU, which this browser does not support or only enables for https and localhost. Use onnx.`,
    );
  }
  if (!(await gpu.requestAdapter())) {
    throw new Error(
      `${engine} needs a GPU that the browser enables for WebGPU, got none. Use onnx, or update the browser and drivers.`,
    );
  }
}
