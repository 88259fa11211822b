import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { readSafetensors } from "@cellgen/safetensors/node";
import { describe, expect, it } from "vitest";
import type { DiffusionModel } from "../../src/index.ts";
import { loadModel, saveModel } from "../../src/node.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { tinyModel } from "../tinyModel.ts";

const folder = temporaryFolder();

async function filesOf(model: string): Promise<string[]> {
  const entries = await readdir(model, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(model, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

async function json(file: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path.join(folder.path, file), "utf8"));
}

/** What of a model can be compared: functions are not. */
function contents({ unet, ...rest }: DiffusionModel) {
  return { config: unet.config, patchSize: unet.patchSize, shapes: unet.parameterShapes, ...rest };
}

describe("a model that was saved", () => {
  it.each([
    ["without classes", tinyModel({ network: { sampleSize: 8 } })],
    ["with classes", tinyModel({ classes: ["red", "white"], network: { sampleSize: 8 } })],
    [
      "of wide color images with betas of its own, 16 bits and a pixel size",
      tinyModel({
        network: { sampleSize: [8, 12], inChannels: 3, outChannels: 3, dropout: 0.1 },
        scheduler: {
          numTrainTimesteps: 3,
          trainedBetas: [0.1, 0.2, 1 / 3],
          varianceType: "fixed_large",
          clipSample: false,
          timestepSpacing: "linspace",
          stepsOffset: 1,
        },
        card: {
          width: 12,
          channels: 3,
          pixelType: "uint16",
          ranges: [
            [117, 40_123],
            [0, 500.5],
            [3, 9],
          ],
          channelNames: ["DAPI", "GFP", "actin"],
          displayColors: ["blue", "green", "#ff8000"],
          pixelSizeMicrometres: 0.325,
        },
      }),
    ],
    [
      "of wide images whose pixels are folded into channels",
      tinyModel({ network: { sampleSize: [4, 6] }, card: { width: 12, patchSize: 2 } }),
    ],
  ])("comes back exactly: %s", async (_, model) => {
    const emaParameters = model.unet.init(2);
    await saveModel(folder.path, { ...model, emaParameters });
    expect(contents(await loadModel(folder.path, { weights: "raw" }))).toEqual({
      ...contents(model),
      weights: "raw",
    });
    const averaged = { ...contents({ ...model, parameters: emaParameters }), weights: "ema" };
    expect(contents(await loadModel(folder.path))).toEqual(averaged);
    expect(contents(await loadModel(folder.path, { weights: "ema" }))).toEqual(averaged);
  });

  it("has the files of Hugging Face's layout", async () => {
    const model = tinyModel({ classes: ["red"] });
    const target = path.join(folder.path, "new/model");
    await saveModel(target, { ...model, emaParameters: model.parameters });
    expect(await filesOf(target)).toEqual([
      "cellgen.json",
      "model_index.json",
      "scheduler/scheduler_config.json",
      "unet/config.json",
      "unet/diffusion_pytorch_model.safetensors",
      "unet_ema/config.json",
      "unet_ema/diffusion_pytorch_model.safetensors",
    ]);
  });

  it("has Hugging Face's contents in them", async () => {
    const model = tinyModel({ classes: ["red"] });
    await saveModel(folder.path, model);
    expect(await json("model_index.json")).toEqual({
      _class_name: "DDPMPipeline",
      _diffusers_version: "0.42.1",
      scheduler: ["diffusers", "DDPMScheduler"],
      unet: ["diffusers", "UNet2DModel"],
    });
    expect(await json("scheduler/scheduler_config.json")).toEqual({
      _class_name: "DDPMScheduler",
      _diffusers_version: "0.42.1",
      num_train_timesteps: 1000,
      beta_schedule: "squaredcos_cap_v2",
      beta_start: 1e-4,
      beta_end: 0.02,
      trained_betas: null,
      prediction_type: "v_prediction",
      variance_type: "fixed_small",
      clip_sample: true,
      clip_sample_range: 1,
      timestep_spacing: "trailing",
      steps_offset: 0,
      thresholding: false,
      rescale_betas_zero_snr: false,
    });
    // Python needs the size, which the network itself does not.
    expect(model.unet.config.sampleSize).toBe(null);
    expect(await json("unet/config.json")).toMatchObject({
      sample_size: 8,
      num_class_embeds: 2,
      norm_num_groups: 2,
    });
    const { tensors, metadata } = await readSafetensors(
      path.join(folder.path, "unet/diffusion_pytorch_model.safetensors"),
    );
    expect(metadata).toEqual({ format: "pt" });
    expect(tensors["conv_in.weight"]!.shape).toEqual([4, 1, 3, 3]);
    // The filter's second row, third column for output channel 3, which tfjs has last.
    expect(tensors["conv_in.weight"]!.data[3 * 9 + 5]).toBe(model.parameters["conv_in.weight"]![5 * 4 + 3]);
  });
});

describe("saving over a model", () => {
  it("takes its averaged weights away", async () => {
    const model = tinyModel();
    await saveModel(folder.path, { ...model, emaParameters: model.unet.init(2) });
    await saveModel(folder.path, { ...model, parameters: model.unet.init(3) });
    expect(await readdir(folder.path)).not.toContain("unet_ema");
    expect(await loadModel(folder.path)).toMatchObject({
      parameters: model.unet.init(3),
      weights: "raw",
    });
  });

  it("leaves files that are none of its own beside the averaged weights", async () => {
    const model = tinyModel();
    await saveModel(folder.path, { ...model, emaParameters: model.unet.init(2) });
    await writeFile(path.join(folder.path, "unet_ema/notes.txt"), "mine");
    await saveModel(folder.path, model);
    expect(await readdir(path.join(folder.path, "unet_ema"))).toEqual(["notes.txt"]);
    expect((await loadModel(folder.path)).weights).toBe("raw");
  });

  it("that fails in the middle leaves no model", async () => {
    const model = tinyModel();
    await saveModel(folder.path, model);
    await rm(path.join(folder.path, "cellgen.json"));
    await mkdir(path.join(folder.path, "cellgen.json"));
    await expect(saveModel(folder.path, model)).rejects.toThrow("EISDIR");
    expect(await filesOf(folder.path)).not.toContain("model_index.json");
    await expect(loadModel(folder.path)).rejects.toThrow("but has no model_index.json");
  });

  it("that is refused leaves it as it was", async () => {
    const model = tinyModel();
    await saveModel(folder.path, model);
    const { "conv_in.bias": _, ...emaParameters } = model.parameters;
    await expect(saveModel(folder.path, { ...model, emaParameters })).rejects.toThrow(
      new RangeError('parametersToHuggingFace: parameters must hold "conv_in.bias", got none.'),
    );
    expect((await loadModel(folder.path)).parameters).toEqual(model.parameters);
  });
});

describe("what does not fit together is refused", () => {
  const classes = ["red", "white"];
  it.each<[string, DiffusionModel, string]>([
    [
      "channels",
      tinyModel({ network: { inChannels: 1, outChannels: 1 }, card: { channels: 3 } }),
      "saveModel: in_channels and out_channels must be the images' 3, got 1 and 1.",
    ],
    [
      "classes without a table",
      tinyModel({ classes, network: { numClassEmbeds: null } }),
      "saveModel: num_class_embeds must be 3, with the null class, or 2 for 2 classes, got null.",
    ],
    [
      "a table without classes",
      tinyModel({ network: { numClassEmbeds: 1 } }),
      "saveModel: num_class_embeds must be null for 0 classes, got 1.",
    ],
    [
      "classes that are times",
      tinyModel({ network: { classEmbedType: "timestep" } }),
      'saveModel: class_embed_type must be null, for an embedding table of the classes, got "timestep".',
    ],
    [
      "sizes",
      tinyModel({ network: { sampleSize: 16 } }),
      "saveModel: sample_size must be null or the images' 8 x 8, got 16 x 16.",
    ],
    [
      "a size too small for the levels",
      tinyModel({ card: { width: 1 } }),
      "unet: height and width must be integers of at least 2 for 2 levels, got 8 x 1.",
    ],
    [
      "tables of timesteps",
      tinyModel({ network: { timeEmbeddingType: "learned", numTrainTimesteps: 100 } }),
      "saveModel: num_train_timesteps must be the same for network and scheduler, got 100 and 1000.",
    ],
    [
      "the card",
      tinyModel({ card: { pixelType: "uint12" as never } }),
      'parseModelCard: pixelType must be one of uint8, uint16, uint32, int8, int16, int32, float32, float64, got "uint12".',
    ],
    [
      "the scheduler",
      { ...tinyModel(), scheduler: { ...tinyModel().scheduler, betaEnd: 2 } },
      "schedulerConfigFromHuggingFace: beta_end must be at most 1, got 2.",
    ],
  ])("%s", async (_, model, message) => {
    await expect(saveModel(folder.path, model)).rejects.toThrow(new RangeError(message));
    expect(await filesOf(folder.path)).toEqual([]);
  });
});

describe("a model that was saved in float16", () => {
  it("has half the bytes, and weights rounded to 11 significant bits", async () => {
    const model = tinyModel();
    await saveModel(folder.path, { ...model, emaParameters: model.unet.init(2) }, { precision: "float16" });
    for (const network of ["unet", "unet_ema"]) {
      const file = path.join(folder.path, network, "diffusion_pytorch_model.safetensors");
      const { tensors } = await readSafetensors(file);
      expect(new Set(Object.values(tensors).map(({ dtype }) => dtype))).toEqual(new Set(["F16"]));
    }
    const { parameters } = await loadModel(folder.path, { weights: "raw" });
    for (const [name, values] of Object.entries(model.parameters)) {
      const errors = values.map(
        (value, i) => Math.abs(parameters[name]![i]! - value) / (Math.abs(value) + 2 ** -14),
      );
      expect(Math.max(...errors), name).toBeLessThanOrEqual(2 ** -11);
    }
  });

  it("refuses weights that are too large, and other precisions, before it writes anything", async () => {
    const model = tinyModel();
    const parameters = { ...model.parameters, "conv_in.bias": Float32Array.of(0, 0, -7e4, 0) };
    await expect(saveModel(folder.path, { ...model, parameters }, { precision: "float16" })).rejects.toThrow(
      'saveModel: "conv_in.bias" must have weights of absolute value below 65520 for float16, got -70000. Save it in float32.',
    );
    await expect(saveModel(folder.path, model, { precision: "int8" as never })).rejects.toThrow(
      'saveModel: precision must be "float32" or "float16", got "int8".',
    );
    expect(await filesOf(folder.path)).toEqual([]);
  });
});
