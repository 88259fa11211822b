// Draws four images from a trained model and writes each as a PNG file.
//
//   node sampleFromModel.mjs my-model samples
//
// my-model is a folder that cellgen or diffusers has written, samples one that is there already. Expected output, of a model of 32x32 images:
//   samples/0.png: 32 x 32
//   samples/1.png: 32 x 32
//   samples/2.png: 32 x 32
//   samples/3.png: 32 x 32
import { fromUnitRange } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";
import { createEngine } from "@cellgen/engine/node";
import { createGenerator } from "@cellgen/pipelines";
import { loadModel } from "@cellgen/pipelines/node";

const [modelFolder, outFolder] = process.argv.slice(2);
const model = await loadModel(modelFolder);
const engine = await createEngine();
const generator = await createGenerator(model, engine, { batchSize: 4 });
const { valueRange, bitDepth } = model.card;
for await (const image of generator.generate({ count: 4, seed: 0, sampler: "dpm++2m", steps: 20 })) {
  const file = `${outFolder}/${image.index}.png`;
  const { height, width, channels } = image;
  await writePng(file, { height, width, channels, data: fromUnitRange(image.values, valueRange, bitDepth) });
  console.log(`${file}: ${height} x ${width}`);
}
await generator.dispose();
await engine.dispose();
