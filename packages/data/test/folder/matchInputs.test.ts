import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { InputMatchError, type InputMatchFault, matchInputs, readInputs, writePng } from "../../src/node.ts";
import { imageOf } from "../testFormat.ts";

let folder: string;
const at = (...names: string[]): string => path.join(folder, ...names);

/** Writes a gray PNG under a name of any extension. */
async function write(place: string, names: readonly string[], { size = 4, depth = 8 } = {}): Promise<string> {
  for (const name of names) {
    await mkdir(path.dirname(at(place, name)), { recursive: true });
    await writePng(
      at(place, name),
      imageOf(size, size, 1, (i) => i, depth as 8 | 16),
    );
  }
  return at(place);
}

async function inputs(place: string) {
  return (await readInputs(at(place))).files;
}

async function faultOf(matched: Promise<unknown>): Promise<InputMatchFault> {
  const error = await matched.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(InputMatchError);
  expect((error as InputMatchError).message).toMatch(
    /^matchInputs: .* must .*, got .*|^matchInputs: .* must .*: .*/,
  );
  expect((error as InputMatchError).code).toBe((error as InputMatchError).fault.code);
  return (error as InputMatchError).fault;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cellgen-matches-"));
  await write("cells", ["a.png", "b/c.png"]);
});
afterAll(() => rm(folder, { recursive: true }));

describe("matchInputs", () => {
  test("gives the file of each image's name, whatever the extension", async () => {
    const matches = await matchInputs(
      await write("same", ["a.jpeg", "b/c.png", "a-2.png"]),
      await inputs("cells"),
    );
    expect([...matches].map(([image, file]) => [image.name, file.name])).toEqual([
      ["a.png", "a.jpeg"],
      ["b/c.png", "b/c.png"],
    ]);
  });

  test("prefers the image's own extension, and refuses several others", async () => {
    const place = await write("double", ["a.jpg", "a.png", "b/c.jpg", "b/c.jpeg"]);
    const [a, c] = await inputs("cells");
    expect((await matchInputs(place, [a!])).get(a!)?.name).toBe("a.png");
    expect(await faultOf(matchInputs(place, [c!]))).toEqual({
      code: "ERR_SEVERAL_MATCHES",
      image: "b/c.png",
      names: ["b/c.jpeg", "b/c.jpg"],
    });
  });

  test("names the image without a file, and the file that cannot be read", async () => {
    const place = await write("some", ["a.png"]);
    expect(await faultOf(matchInputs(place, await inputs("cells")))).toEqual({
      code: "ERR_NO_MATCH",
      image: "b/c.png",
    });
    await mkdir(at("some", "b"));
    await writeFile(at("some", "b", "c.jpg"), "no image");
    expect(await faultOf(matchInputs(place, await inputs("cells")))).toMatchObject({
      code: "ERR_UNREADABLE_MATCH",
      file: { path: at("some", "b", "c.jpg") },
    });
  });

  test("gives a single file to several images only where it may be shared", async () => {
    const place = path.join(await write("one", ["mask.png"]), "mask.png");
    const images = await inputs("cells");
    expect(await faultOf(matchInputs(place, images))).toEqual({ code: "ERR_ONE_FILE", images: 2 });
    expect((await matchInputs(place, images.slice(0, 1))).get(images[0]!)?.name).toBe("mask.png");
    const shared = await matchInputs(place, images, { shared: true });
    expect([...shared.values()].map(({ name }) => name)).toEqual(["mask.png", "mask.png"]);
  });

  test("compares the size, and if asked also the bit depth and the channels", async () => {
    const deep = await write("deep", ["a.png", "b/c.png"], { depth: 16 });
    const images = await inputs("cells");
    expect((await matchInputs(deep, images)).size).toBe(2);
    const fault = await faultOf(matchInputs(deep, images, { same: "kind" }));
    expect(fault).toMatchObject({
      code: "ERR_OTHER_KIND",
      image: { pixelType: "uint8" },
      file: { pixelType: "uint16" },
    });
    const large = await write("large", ["a.png", "b/c.png"], { size: 5 });
    expect(await faultOf(matchInputs(large, images))).toMatchObject({ file: { width: 5 } });
  });
});
