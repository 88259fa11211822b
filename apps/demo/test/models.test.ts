import { describe, expect, it, vi } from "vitest";
import { addressFiles } from "../src/models/addressFiles.ts";
import { folderFiles } from "../src/models/folderFiles.ts";

const files = (...paths: string[]) => paths.map((path) => ({ path, file: new File([path], "f") }));
const text = async (bytes: Promise<Uint8Array | undefined>) => new TextDecoder().decode(await bytes);

describe("folderFiles", () => {
  it("prefers the model in the folder itself to models below it", async () => {
    const model = folderFiles("cells", files("model_index.json", "unet/config.json", "old/model_index.json"));
    expect(model.has("unet/config.json")).toBe(true);
    expect(model.has("unet_ema/config.json")).toBe(false);
    expect(await text(model.read("unet/config.json"))).toBe("unet/config.json");
    expect(await model.read("cellgen.json")).toBeUndefined();
    expect(model.nameOf!("unet/config.json")).toBe("cells/unet/config.json");
    expect(model.nameOf!("")).toBe("cells");
  });

  it("finds the only model below the folder", async () => {
    const model = folderFiles("runs", files("notes.txt", "blood/model_index.json", "blood/unet/config.json"));
    expect(await text(model.read("unet/config.json"))).toBe("blood/unet/config.json");
    expect(model.nameOf!("")).toBe("runs/blood");
  });

  it("does not choose between several", () => {
    const several = files(...["a", "b", "c", "d"].map((name) => `${name}/model_index.json`));
    expect(() => folderFiles("runs", several)).toThrow(
      "runs must contain one model, got 4: a, b, c…. Open one of these folders.",
    );
  });

  it("reports a file that can no longer be read", async () => {
    const [entry] = files("model_index.json");
    vi.spyOn(entry!.file, "arrayBuffer").mockRejectedValue(new DOMException("gone", "NotReadableError"));
    await expect(folderFiles("cells", [entry!]).read("model_index.json")).rejects.toThrow(
      "cells/model_index.json can no longer be read. Open the folder again.",
    );
  });
});

describe("addressFiles", () => {
  it("fetches only the files of an exported model", async () => {
    const fetched = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation(async (input) => new Response(String(input)));
    const model = addressFiles("http://page/models/smear/");
    expect(await text(model.read("unet/config.json"))).toBe("http://page/models/smear/unet/config.json");
    expect(model.has("unet_ema/config.json")).toBe(false);
    expect(await model.read("unet_ema/config.json")).toBeUndefined();
    expect(fetched).toHaveBeenCalledTimes(1);
    fetched.mockResolvedValue(new Response("", { status: 404 }));
    await expect(model.read("cellgen.json")).rejects.toThrow(
      "cellgen.json must be served with the page, got HTTP status 404. Rebuild the page.",
    );
    fetched.mockRestore();
  });
});
