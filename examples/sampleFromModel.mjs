// Generate four images with a trained model and write each as a PNG file.
//
//   node sampleFromModel.mjs my-model samples
//
// my-model is the folder of a model of cellgen or diffusers, samples the folder for the images. Expected output for a model of 32x32 images:
//   samples/0.png: 32 x 32
//   samples/1.png: 32 x 32
//   samples/2.png: 32 x 32
//   samples/3.png: 32 x 32
import { mkdir } from "node:fs/promises";
import { imageProcessor } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { createEngine } from "@cellgen/engine/node";
import { createGenerator } from "@cellgen/pipelines";
import { loadModel } from "@cellgen/pipelines/node";

const [modelFolder, outFolder] = process.argv.slice(2);
await mkdir(outFolder, { recursive: true });
const model = await loadModel(modelFolder);
const processor = imageProcessor(model.card);
const generator = await createGenerator(model, await createEngine(), { batchSize: 4 });
for await (const image of generator.generate({ count: 4, seed: 0, sampler: "dpm++2m", steps: 20 })) {
  await writePng(`${outFolder}/${image.index}.png`, processor.toImage(image.values));
  console.log(`${outFolder}/${image.index}.png: ${image.height} x ${image.width}`);
}
