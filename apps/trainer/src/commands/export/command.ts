import type { CommandDefinition } from "../../runner/commandDefinition.ts";
import { checkExport, exportOptions } from "./options.ts";

/** `cellgen export` */
export const exportCommand: CommandDefinition<typeof exportOptions> = {
  name: "export",
  summary: "Export a trained model without its run, for sharing and for pages.",
  options: exportOptions,
  examples: [
    "cellgen export --model runs/blood --out blood",
    "cellgen export --model runs/blood --out blood --precision float32",
  ],
  details: {
    Results:
      "model_index.json, unet/, scheduler/ and cellgen.json, which cellgen, pages and Python (DDPMPipeline.from_pretrained) open. unet/ has the averaged weights if the model has them. float16 takes half the bytes of float32; images differ by at most one of 255 grey levels (16 blood cells).",
  },
  check: checkExport,
  output: () => ({
    command: "export",
    contents: "an exported model",
    own: /^(model_index\.json|cellgen\.json|scheduler\/scheduler_config\.json|unet\/(config\.json|diffusion_pytorch_model\.safetensors))$/,
    remedy: "Replace it with --force",
  }),
  run: () => import("./run.ts"),
};
