import type { ModelFiles } from "@cellgen/pipelines";

/** What `cellgen export` writes. */
const exportedFiles: ReadonlySet<string> = new Set([
  "model_index.json",
  "cellgen.json",
  "scheduler/scheduler_config.json",
  "unet/config.json",
  "unet/diffusion_pytorch_model.safetensors",
]);

/**
 * The files of a model that `cellgen export` has written, served beside the page.
 *
 * @param address - Of the folder, with a slash at its end.
 */
export function addressFiles(address: string): ModelFiles {
  return {
    has: (path) => exportedFiles.has(path),
    async read(path) {
      if (!exportedFiles.has(path)) return undefined;
      const response = await fetch(address + path);
      if (!response.ok) {
        throw new Error(
          `${path} must be served beside the page, got ${response.status}. Build the page again.`,
        );
      }
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
