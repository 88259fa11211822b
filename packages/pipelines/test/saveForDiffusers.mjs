/**
 * Writes two small untrained models into a folder, `plain` and `conditional`, each with an `io.safetensors`: an input and what the raw and
 * the averaged weights make of it here. fixtures/check_in_diffusers.py compares. Needs the packages to be built (npm start, once).
 *
 *   node packages/pipelines/test/saveForDiffusers.mjs FOLDER
 */
import { createEngine } from "@cellgen/engine/node";
import { schedulerConfig } from "@cellgen/pipelines";
import { loadModel, saveModel } from "@cellgen/pipelines/node";
import { writeSafetensors } from "@cellgen/safetensors/node";
import { unet } from "@cellgen/unet";

const [target] = process.argv.slice(2);
const BATCH = 3;
const SIZE = 16;
const engine = await createEngine();
await write("plain", [], 1);
await write("conditional", ["red", "white"], 3);
await engine.dispose();

async function write(name, classes, channels) {
  const folder = `${target}/${name}`;
  const network = unet({
    inChannels: channels,
    outChannels: channels,
    blockOutChannels: [16, 32],
    layersPerBlock: 1,
    downBlockTypes: ["DownBlock2D", "AttnDownBlock2D"],
    upBlockTypes: ["AttnUpBlock2D", "UpBlock2D"],
    normNumGroups: 8,
    numClassEmbeds: classes.length > 0 ? classes.length + 1 : null,
  });
  await saveModel(folder, {
    unet: network,
    parameters: network.init(1),
    emaParameters: network.init(2),
    scheduler: schedulerConfig({
      betaSchedule: "squaredcos_cap_v2",
      predictionType: "v_prediction",
      timestepSpacing: "trailing",
    }),
    card: {
      formatVersion: 2,
      height: SIZE,
      width: SIZE,
      channels,
      pixelType: "uint8",
      ranges: new Array(channels).fill([0, 255]),
      rangeScope: "set",
      classes,
      training: {},
    },
  });

  const shape = [BATCH, SIZE, SIZE, channels];
  const sample = Float32Array.from(
    { length: BATCH * SIZE * SIZE * channels },
    (_, i) => 1.5 * Math.sin(i * i),
  );
  const t = Int32Array.of(999, 500, 0);
  const labels = classes.length > 0 ? { labels: Int32Array.of(0, 1, 2) } : {};
  const tensors = {
    sample: toNchw(sample, shape),
    timestep: { shape: [BATCH], data: t },
    ...(labels.labels ? { class_labels: { shape: [BATCH], data: labels.labels } } : {}),
  };
  for (const weights of ["raw", "ema"]) {
    const model = await loadModel(folder, { weights });
    const run = await engine.compile(
      ({ xt, t, labels, ...parameters }) => ({
        output: model.unet.apply(parameters, xt, t, labels ? { classLabels: labels } : {}),
      }),
      {
        xt: { shape, dtype: "float32" },
        t: { shape: [BATCH], dtype: "int32" },
        ...(labels.labels ? { labels: { shape: [BATCH], dtype: "int32" } } : {}),
      },
      {
        constants: Object.fromEntries(
          Object.entries(model.parameters).map(([key, data]) => [
            key,
            { shape: model.unet.parameterShapes[key], dtype: "float32", data },
          ]),
        ),
      },
    );
    const { output } = await run({ xt: sample, t, ...labels });
    tensors[`${weights}_output`] = toNchw(output, shape);
    await run.dispose();
  }
  await writeSafetensors(`${folder}/io.safetensors`, tensors);
  console.log(folder);
}

function toNchw(values, [batch, height, width, channels]) {
  const data = new Float32Array(values.length);
  let to = 0;
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      for (let pixel = 0; pixel < height * width; pixel++) {
        data[to++] = values[(n * height * width + pixel) * channels + c];
      }
    }
  }
  return { shape: [batch, channels, height, width], data };
}
