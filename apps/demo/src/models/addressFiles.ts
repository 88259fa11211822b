import type { ModelFiles } from "@cellgen/pipelines";

/** Files written by `cellgen export`. */
const exportedFiles: ReadonlySet<string> = new Set([
  "model_index.json",
  "cellgen.json",
  "scheduler/scheduler_config.json",
  "unet/config.json",
  "unet/diffusion_pytorch_model.safetensors",
]);

/**
 * Read a model written by `cellgen export` and served with the page.
 *
 * @param address - URL of the model folder, with a trailing slash.
 */
export function addressFiles(address: string): ModelFiles {
  return {
    has: (path) => exportedFiles.has(path),
    async read(path) {
      if (!exportedFiles.has(path)) return undefined;
      const response = await fetch(address + path);
      if (!response.ok) {
        throw new Error(
          `${path} must be served with the page, got HTTP status ${response.status}. Rebuild the page.`,
        );
      }
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
