import { copyFile, cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "@cellgen/engine/node";
import { SafetensorsError, type SafetensorsInput, toFloat32 } from "@cellgen/safetensors";
import { readSafetensors, writeSafetensors } from "@cellgen/safetensors/node";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { compileNetwork } from "../../src/network/compileNetwork.ts";
import { loadModel, runFileNames, saveModel } from "../../src/node.ts";
import { changeJson, temporaryFolder } from "../temporaryFolder.ts";
import { tinyModel } from "../tinyModel.ts";

const fixtures = fileURLToPath(new URL("../../../../fixtures/", import.meta.url));
const folder = temporaryFolder();
const inFolder = (name: string) => path.join(folder.path, name);
const weightsFile = "unet/diffusion_pytorch_model.safetensors";

/** Writes a model's weights again, changed. */
async function changeWeights(
  change: (tensors: Record<string, SafetensorsInput>) => Record<string, SafetensorsInput>,
): Promise<void> {
  const { tensors } = await readSafetensors(inFolder(weightsFile));
  await writeSafetensors(inFolder(weightsFile), change(tensors), { format: "pt" });
}

describe("a folder of diffusers", () => {
  it("gets a card with 8-bit images", async () => {
    const { card, scheduler, unet } = await loadModel(`${fixtures}pipelines/ddim`);
    expect(card).toEqual({
      formatVersion: 2,
      height: 8,
      width: 8,
      channels: 3,
      pixelType: "uint8",
      ranges: [
        [0, 255],
        [0, 255],
        [0, 255],
      ],
      rangeScope: "set",
      classes: [],
      training: {},
    });
    expect(scheduler.betaSchedule).toBe("squaredcos_cap_v2");
    expect(unet.config.sampleSize).toBe(8);
  });

  it("with classes gets their numbers as names, and no null class", async () => {
    await saveModel(folder.path, tinyModel({ classes: ["red", "white"] }));
    await rm(inFolder("cellgen.json"));
    expect((await loadModel(folder.path)).card.classes).toEqual(["0", "1", "2"]);
  });

  it.each([
    ["old_attention_names", "query, key, value and proj_attn"],
    ["old_block_names", "UNetResDownBlock2D"],
  ])("from 2022, all in one folder, gives its network's output: %s with %s", async (name) => {
    const files = `${fixtures}unet/${name}/`;
    await cp(`${fixtures}pipelines/ddpm/model_index.json`, inFolder("model_index.json"));
    await cp(`${fixtures}pipelines/ddpm/scheduler/scheduler_config.json`, inFolder("scheduler_config.json"));
    await cp(`${files}config.json`, inFolder("config.json"));
    await copyFile(
      `${files}diffusion_pytorch_model.safetensors`,
      inFolder("diffusion_pytorch_model.safetensors"),
    );
    const model = await loadModel(folder.path);

    const { tensors } = await readSafetensors(`${files}io.safetensors`);
    const nhwc = (key: string) => {
      const shape = tensors[key]!.shape as [number, number, number, number];
      return tf.tidy(() => tf.transpose(tf.tensor4d(toFloat32(tensors[key]!), shape), [0, 2, 3, 1]));
    };
    const engine = await createEngine("onnx");
    const [xt, expected] = [nhwc("sample").dataSync<"float32">(), nhwc("output")];
    const times = [...tensors["timestep"]!.data].map(Number);
    const network = await compileNetwork("loadModel", model, engine, { batchSize: times.length });
    const rows = [];
    for (const [row, t] of times.entries()) {
      const output = await network.denoiser({ labelOf: () => undefined, guidanceScale: 1 }, [
        ...times.keys(),
      ])(xt, t);
      rows.push(tf.slice(tf.tensor4d(output, expected.shape), row, 1));
    }
    const difference = tf.max(tf.abs(tf.sub(tf.concat(rows), expected)));
    expect(difference.dataSync()[0]).toBeLessThan(1e-5);
    await network.dispose();
  });
});

describe("weights", () => {
  it("in BF16 and F16 become float32", async () => {
    const model = tinyModel();
    await saveModel(folder.path, model);
    await changeWeights((tensors) => ({
      ...tensors,
      // 1, -2, 0.5, 3 in the upper half of float32's bits; 1, -2, 0.5, 65504 in half precision.
      "conv_in.bias": { shape: [4], dtype: "BF16", data: Uint16Array.of(0x3f80, 0xc000, 0x3f00, 0x4040) },
      "conv_norm_out.bias": {
        shape: [4],
        dtype: "F16",
        data: Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x7bff),
      },
    }));
    const { parameters } = await loadModel(folder.path);
    expect([...parameters["conv_in.bias"]!]).toEqual([1, -2, 0.5, 3]);
    expect([...parameters["conv_norm_out.bias"]!]).toEqual([1, -2, 0.5, 65504]);
    expect(parameters["conv_out.weight"]).toEqual(model.parameters["conv_out.weight"]);
  });

  it("must be those of the network", async () => {
    await saveModel(folder.path, tinyModel());
    const cases: [(tensors: Record<string, SafetensorsInput>) => Record<string, SafetensorsInput>, string][] =
      [
        [
          ({ "conv_in.bias": _, ...tensors }) => tensors,
          'tensors must hold every tensor of the network; this file lacks "conv_in.bias".',
        ],
        [
          (tensors) => ({ ...tensors, "conv_in.bias": { shape: [3], data: new Float32Array(3) } }),
          `"conv_in.bias" must have shape [4] in tfjs's layout, got [3].`,
        ],
        [
          (tensors) => ({ ...tensors, "conv_in.bias": { shape: [4], data: new Int32Array(4) } }),
          '"conv_in.bias" must hold numbers of dtype F32, F64, F16 or BF16, got I32.',
        ],
        [
          (tensors) => ({
            ...tensors,
            "conv_in.bias": { shape: [4], data: new Float32Array(4) },
            ...Object.fromEntries(
              ["a", "b", "c", "d"].map((name) => [name, { shape: [0], data: new Float32Array() }]),
            ),
          }),
          `tensors must hold only tensors of the network; this file has "a", "b", "c" and 1 more.`,
        ],
      ];
    for (const [change, message] of cases) {
      await changeWeights(change);
      await expect(loadModel(folder.path)).rejects.toThrow(`loadModel: ${inFolder(weightsFile)}: ${message}`);
    }
  });

  it("that are cut short are refused as such", async () => {
    await saveModel(folder.path, tinyModel());
    const bytes = await readFile(inFolder(weightsFile));
    await writeFile(inFolder(weightsFile), bytes.subarray(0, bytes.length - 4));
    await expect(loadModel(folder.path)).rejects.toThrow(SafetensorsError);
    await expect(loadModel(folder.path)).rejects.toThrow(
      new RegExp(`: ${inFolder(weightsFile)}: .* The file is truncated\\. Copy it again from its source\\.$`),
    );
  });

  it("in PyTorch's format are refused with the remedy", async () => {
    await saveModel(folder.path, tinyModel());
    await rename(inFolder(weightsFile), inFolder("unet/diffusion_pytorch_model.bin"));
    await expect(loadModel(folder.path)).rejects.toThrow(
      `loadModel: ${inFolder("unet/diffusion_pytorch_model.bin")} is in PyTorch's pickle format, which is not supported because it can execute code. ` +
        "Convert it in Python: DDPMPipeline.from_pretrained(folder).save_pretrained(folder, safe_serialization=True).",
    );
  });

  it('must be there, "ema" only where it is asked for', async () => {
    const model = tinyModel();
    await saveModel(folder.path, model);
    expect((await loadModel(folder.path)).parameters).toEqual(model.parameters);
    await expect(loadModel(folder.path, { weights: "ema" })).rejects.toThrow(
      `loadModel: ${inFolder("unet_ema")} must hold the averaged weights, but does not. Omit weights, or use "raw".`,
    );
    await expect(loadModel(folder.path, { weights: "best" as never })).rejects.toThrow(
      'loadModel: weights must be "ema" or "raw", got "best".',
    );
    await rm(inFolder(weightsFile));
    await expect(loadModel(folder.path)).rejects.toThrow(
      `loadModel: ${inFolder(weightsFile)} must exist, but is missing. Copy the complete folder again.`,
    );
  });
});

describe("what is no model is refused, in a line that names the file", () => {
  it("a folder that is not there, or has no index", async () => {
    await expect(loadModel(inFolder("nowhere"))).rejects.toMatchObject({
      name: "ModelFolderError",
      code: "ERR_NO_MODEL_FOLDER",
    });
    await mkdir(inFolder("empty"));
    await expect(loadModel(inFolder("empty"))).rejects.toThrow(
      `loadModel: ${inFolder("empty")} must be a model's folder, but has no model_index.json. Use the folder of a run, or one written by saveModel or save_pretrained.`,
    );
  });

  it("a training run that has not written its model yet", async () => {
    await writeFile(inFolder(runFileNames.settings), "{}");
    await expect(loadModel(folder.path)).rejects.toMatchObject({ code: "ERR_UNFINISHED_RUN" });
    await saveModel(folder.path, tinyModel());
    await expect(loadModel(folder.path)).resolves.toMatchObject({ weights: "raw" });
  });

  it.each([
    [
      "model_index.json",
      { _class_name: "StableDiffusionPipeline" },
      '_class_name must be DDPMPipeline or DDIMPipeline, got "StableDiffusionPipeline". Only models with a UNet2DModel that denoises images are supported.',
    ],
    [
      "unet/config.json",
      { _class_name: "UNet2DConditionModel" },
      '_class_name must be "UNet2DModel", got "UNet2DConditionModel".',
    ],
    ["unet/config.json", { norm_num_groups: 3 }, "normNumGroups must divide"],
    [
      "scheduler/scheduler_config.json",
      { thresholding: true },
      "thresholding must be false, got true. Set it to false to clip to [-1, 1] instead.",
    ],
    ["cellgen.json", { formatVersion: 3 }, "formatVersion must be 1 or 2"],
  ])("%s with %j", async (file, fields, message) => {
    await saveModel(folder.path, tinyModel());
    await changeJson(inFolder(file), fields);
    await expect(loadModel(folder.path)).rejects.toThrow(`loadModel: ${inFolder(file)}: ${message}`);
  });

  it("parts that are not of one model", async () => {
    await saveModel(folder.path, tinyModel());
    await changeJson(inFolder("cellgen.json"), { classes: ["red"] });
    await expect(loadModel(folder.path)).rejects.toThrow(
      `loadModel: ${folder.path}: num_class_embeds must be 2, with the null class, or 1 for 1 classes, got null.`,
    );
  });

  it("a network that does not say its images' size", async () => {
    await saveModel(folder.path, tinyModel());
    await rm(inFolder("cellgen.json"));
    await changeJson(inFolder("unet/config.json"), { sample_size: null });
    await expect(loadModel(folder.path)).rejects.toThrow(
      `loadModel: ${inFolder("unet/config.json")}: sample_size must be the images' size, got null.`,
    );
  });

  it.each(["model_index.json", "unet/config.json", "scheduler/scheduler_config.json", "cellgen.json"])(
    "%s that is not JSON",
    async (file) => {
      await saveModel(folder.path, tinyModel());
      await writeFile(inFolder(file), '{\n"a": 1,\n');
      const error: Error = await loadModel(folder.path).catch((reason) => reason);
      expect(error.message).toContain(`loadModel: ${inFolder(file)} must be valid JSON: `);
      expect(error.message).not.toContain("\n");
    },
  );

  it("a folder without a scheduler", async () => {
    await saveModel(folder.path, tinyModel());
    await rm(inFolder("scheduler"), { recursive: true });
    await expect(loadModel(folder.path)).rejects.toThrow(
      `loadModel: ${inFolder("scheduler/scheduler_config.json")} must exist, but is missing. Copy the complete folder again.`,
    );
  });
});
