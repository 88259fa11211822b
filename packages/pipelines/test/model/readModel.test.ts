import { readFile } from "node:fs/promises";
import path from "node:path";
import { SafetensorsError } from "@cellgen/safetensors";
import { beforeEach, describe, expect, it } from "vitest";
import { type ModelFiles, readModel } from "../../src/index.ts";
import { saveModel } from "../../src/node.ts";
import { temporaryFolder } from "../temporaryFolder.ts";
import { tinyModel } from "../tinyModel.ts";

const weightsFile = "unet/diffusion_pytorch_model.safetensors";
const names = [
  "model_index.json",
  "cellgen.json",
  "scheduler/scheduler_config.json",
  "unet/config.json",
  weightsFile,
];
const folder = temporaryFolder();
let contents: Map<string, Uint8Array>;

/** A model's files in memory, as a page has them. */
const files: ModelFiles = {
  has: (name) => contents.has(name),
  read: async (name) => contents.get(name),
};

beforeEach(async () => {
  await saveModel(folder.path, tinyModel({ classes: ["red", "white"] }));
  contents = new Map();
  for (const name of names) contents.set(name, await readFile(path.join(folder.path, name)));
});

it("readModel reads a model from memory", async () => {
  const model = tinyModel({ classes: ["red", "white"] });
  const read = await readModel(files);
  expect(read.parameters).toEqual(model.parameters);
  expect(read.card).toEqual(model.card);
  expect(read.scheduler).toEqual(model.scheduler);
  expect(read.weights).toBe("raw");
});

describe("readModel refuses, with the file's path below the folder", () => {
  it("what has no index", async () => {
    contents.delete("model_index.json");
    await expect(readModel(files)).rejects.toThrow(
      "readModel: the model must be a model's folder, but has no model_index.json.",
    );
    await expect(readModel({ ...files, nameOf: () => "cells" })).rejects.toThrow(
      "readModel: cells must be a model's folder",
    );
  });

  it.each(["scheduler", "unet"])("what lacks the folder %s", async (part) => {
    for (const name of names) if (name.startsWith(part)) contents.delete(name);
    const config = part === "unet" ? "unet/config.json" : "scheduler/scheduler_config.json";
    await expect(readModel(files)).rejects.toThrow(
      `readModel: ${config} must exist, but is missing. Copy the complete folder again.`,
    );
  });

  it("weights that are not there, or were gone when they were read", async () => {
    const message = `readModel: ${weightsFile} must exist, but is missing. Copy the complete folder again.`;
    contents.delete(weightsFile);
    await expect(readModel(files)).rejects.toThrow(message);
    await expect(
      readModel({ ...files, has: (name) => name === weightsFile || files.has(name) }),
    ).rejects.toThrow(message);
  });

  it("weights that are cut short", async () => {
    contents.set(weightsFile, contents.get(weightsFile)!.subarray(0, -4));
    const error: Error = await readModel(files).catch((reason) => reason);
    expect(error).toBeInstanceOf(SafetensorsError);
    expect(error.message).toMatch(`readModel: ${weightsFile}: tensor `);
    expect(error.message).toMatch(/ The file is truncated\. Copy it again from its source\.$/);
  });

  it("text that is no JSON", async () => {
    contents.set("unet/config.json", new TextEncoder().encode("{"));
    await expect(readModel(files)).rejects.toThrow("readModel: unet/config.json must be valid JSON: ");
  });
});
