import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { encodeSafetensors, toFloat32 } from "../src/index.ts";
import { readSafetensors, writeSafetensors } from "../src/node.ts";
import { temporaryFolder } from "./temporaryFolder.ts";

const tensors = {
  weight: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  half: { shape: [1], data: Uint16Array.of(0x3c00), dtype: "F16" },
} as const;

/** Makes the next files fail in one of their methods. */
async function failing(method: "writeFile" | "sync", afterCalls: number): Promise<void> {
  const handle = await open(import.meta.filename);
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const original = prototype[method] as (...args: unknown[]) => Promise<void>;
  let calls = 0;
  const spy = vi.spyOn(prototype, method).mockImplementation(function (this: FileHandle, ...args: unknown[]) {
    if (calls++ < afterCalls) return original.apply(this, args);
    return Promise.reject(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
  });
  onTestFinished(() => spy.mockRestore());
}

describe("writeSafetensors", () => {
  it("writes the bytes of encodeSafetensors and nothing beside them", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "model.safetensors");
    await writeSafetensors(path, tensors, { format: "pt" });
    expect(new Uint8Array(readFileSync(path))).toEqual(encodeSafetensors(tensors, { format: "pt" }));
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
  });

  it("replaces an older file", async () => {
    const path = join(temporaryFolder(), "model.safetensors");
    await writeSafetensors(path, { old: { shape: [3], data: new Float64Array(3) } });
    await writeSafetensors(path, tensors);
    expect(Object.keys((await readSafetensors(path)).tensors).sort()).toEqual(["half", "weight"]);
  });

  it.each([
    ["after the header", "writeFile", 1],
    ["before it is on the disk", "sync", 0],
  ] as const)("leaves the old file, and no other, when writing fails %s", async (_, method, afterCalls) => {
    const folder = temporaryFolder();
    const path = join(folder, "model.safetensors");
    writeFileSync(path, "the old file");
    await failing(method, afterCalls);
    await expect(writeSafetensors(path, tensors)).rejects.toMatchObject({ code: "ENOSPC" });
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
    expect(readFileSync(path, "utf8")).toBe("the old file");
  });

  it("leaves what stands in its place, and no other file, when it cannot be replaced", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "model.safetensors");
    mkdirSync(join(path, "kept"), { recursive: true });
    await expect(writeSafetensors(path, tensors)).rejects.toThrow();
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      "model.safetensors",
      join("model.safetensors", "kept"),
    ]);
  });

  it("touches no file when the tensors are wrong", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "model.safetensors");
    await expect(writeSafetensors(path, { a: { shape: [2], data: new Int8Array(1) } })).rejects.toThrow(
      new RangeError('writeSafetensors: tensor "a" must have the number of values of its shape [2], got 1.'),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it("passes on the system's error for a folder that is not there", async () => {
    const path = join(temporaryFolder(), "missing", "model.safetensors");
    await expect(writeSafetensors(path, tensors)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("lets two writers of one place each write whole files", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "model.safetensors");
    const large = (value: number) => ({ a: { shape: [50_000], data: new Float32Array(50_000).fill(value) } });
    await Promise.all([1, 2, 3, 4].map((value) => writeSafetensors(path, large(value))));
    const { tensors } = await readSafetensors(path);
    expect(new Set(toFloat32(tensors["a"]!)).size).toBe(1);
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
  });
});
