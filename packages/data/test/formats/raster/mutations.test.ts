import { randomStream } from "@cellgen/random";
import sharp from "sharp";
import { afterAll, beforeAll, describe, it } from "vitest";
import { longForm } from "../../../../../test/longForm.ts";
import { openRaster } from "../../../src/node.ts";
import { jpeg, png, put, raw, temporaryFolder } from "../../imageFiles.ts";
import { endsWell, mutated, readEnds } from "../../mutated.ts";
import { encodeJpegForm } from "./encode/jpegEncoder.ts";
import { encodePngForm } from "./encode/pngEncoder.ts";

/** Mutations of each file. */
const MUTATIONS = longForm ? 2000 : 100;

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const input = { raw: { width: 40, height: 30, channels: 3 as const } };
const rgb = sharp(raw(40, 30, 3).data, input);
const ramp = (x: number, y: number): number => (5 * x + 3 * y) % 256;
const files: Record<string, () => Promise<Buffer> | Buffer> = {
  "a 16-bit PNG": () => png({ ...raw(40, 30, 1), data: new Uint16Array(1200).map((_, i) => 50 * i) }),
  "an interlaced PNG with a palette": () =>
    encodePngForm({
      width: 40,
      height: 30,
      colourType: 3,
      bitDepth: 4,
      interlaced: true,
      samples: Array.from({ length: 1200 }, (_, i) => (i * 7) % 16),
      palette: Array.from({ length: 48 }, (_, i) => 5 * i),
      transparency: [0, 128],
    }),
  "a color JPEG": () => jpeg(raw(40, 30, 3)),
  "a progressive JPEG": () => rgb.clone().jpeg({ progressive: true }).toBuffer(),
  "a JPEG with restart markers": () =>
    encodeJpegForm({ width: 40, height: 30, components: [{ value: ramp }], restartInterval: 2 }),
  "a lossy WebP": () => rgb.clone().webp().toBuffer(),
  "a lossless WebP": () => rgb.clone().webp({ lossless: true }).toBuffer(),
  "a GIF": () => rgb.clone().gif().toBuffer(),
  "a BMP": () => {
    const bytes = Buffer.alloc(54 + 40 * 30 * 3, 90);
    bytes.write("BM", "latin1");
    bytes.writeUInt32LE(54, 10);
    bytes.writeUInt32LE(40, 14);
    bytes.writeInt32LE(40, 18);
    bytes.writeInt32LE(30, 22);
    bytes.writeUInt16LE(24, 28);
    bytes.fill(0, 30, 54);
    return bytes;
  },
};

describe(`${MUTATIONS} mutations end with an error or an image, within two seconds, of`, () => {
  it.each(Object.keys(files))("%s", { timeout: 600_000 }, async (name) => {
    const original = await files[name]!();
    await readEnds(await openRaster(await put(folder, "a", original)));
    for (let index = 0; index < MUTATIONS; index++) {
      const file = await put(folder, "a", mutated(original, randomStream(0, name, index)));
      // sharp reports damage by plain errors; others would be faults of the reader.
      const isFault = (cause: Error | undefined): boolean =>
        cause === undefined || cause.name === "FaultError" || cause.constructor === Error;
      await endsWell(`mutation ${index} of ${name}`, async () => readEnds(await openRaster(file)), isFault);
    }
  });
});
