import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { longForm } from "../longForm.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const examples = join(root, "examples");
const out = mkdtempSync(join(tmpdir(), "cellgen-examples-"));
afterAll(() => rmSync(out, { recursive: true, force: true }));

interface Example {
  /** @default false */
  readonly isLong?: boolean;
  readonly args: readonly string[];
  /** Looks at the lines of the program's output. */
  check(lines: readonly string[]): void;
}

const table: Readonly<Record<string, Example>> = {
  "forwardProcess.mjs": {
    args: ["-", join(out, "strip.png")],
    check(lines) {
      const rows = lines.slice(1, 8).map((line) => line.trim().split(/\s+/).map(Number));
      expect(rows.map(([t]) => t)).toEqual([0, 100, 250, 500, 750, 900, 999]);
      for (const [i, row] of rows.entries()) {
        const [, , deviation, ratio, noiseMean, noiseDeviation] = row;
        expect(ratio).toBeLessThan(rows[i - 1]?.[3] ?? Number.POSITIVE_INFINITY);
        expect(deviation).toBeGreaterThan(rows[i - 1]?.[2] ?? 0);
        expect(noiseMean).toBeCloseTo(0, 1);
        expect(noiseDeviation).toBeCloseTo(1, 1);
      }
      const comment = readFileSync(join(examples, "forwardProcess.mjs"), "utf8").split("\n");
      for (const line of lines.slice(0, 8)) expect(comment).toContain(`//   ${line}`);
      expect(pngSize(join(out, "strip.png"))).toEqual([7 * 128, 128]);
    },
  },
  "sampleFromModel.mjs": {
    args: [join(root, "fixtures/pipelines/ddpm"), join(out, "new/samples")],
    check(lines) {
      expect(lines.length).toBe(4);
      for (const [i, line] of lines.entries()) {
        const file = join(out, "new/samples", `${i}.png`);
        const [width, height] = pngSize(file);
        expect(line).toContain(`${i}.png: ${height} x ${width}`);
      }
    },
  },
  "trainToyModel.mjs": {
    isLong: true,
    args: [],
    check(lines) {
      const losses = numbers(lines, /^step +\d+ {2}mean loss (\S+)$/).map(([loss]) => loss!);
      expect(losses.length).toBe(7);
      expect(losses.at(-1)).toBeLessThan(0.3);
      expect(losses.at(-1)).toBeLessThan(losses[0]! / 3);
      const points = numbers(lines, /radius (\S+) ± (\S+) {2}quadrants (\d+)% (\d+)% (\d+)% (\d+)%$/);
      expect(points.length).toBe(2);
      const [data, generated] = points as [number[], number[]];
      expect(Math.abs(generated[0]! - data[0]!)).toBeLessThan(0.03);
      expect(Math.abs(generated[1]! - data[1]!)).toBeLessThan(0.03);
      for (const share of generated.slice(2)) expect(Math.abs(share - 25)).toBeLessThan(7);
    },
  },
};

/** What the pattern's groups hold in each line that it matches. */
function numbers(lines: readonly string[], pattern: RegExp): number[][] {
  return lines.flatMap((line) => {
    const match = pattern.exec(line);
    return match ? [match.slice(1).map(Number)] : [];
  });
}

/** Width and height out of the header. */
function pngSize(file: string): [width: number, height: number] {
  const bytes = readFileSync(file);
  expect(bytes.toString("latin1", 1, 4)).toBe("PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

/** A PNG of one gray pixel of value 255. */
const whitePixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAACklEQVQImWP4DwABAQEADeY2wwAAAABJRU5ErkJggg==";

const programs = readdirSync(examples).filter((name) => name.endsWith(".mjs"));

describe("the programs in examples", () => {
  it("are those of the table, each under 100 lines and opening with what it shows", () => {
    expect(programs.sort()).toEqual(Object.keys(table).sort());
    for (const name of programs) {
      const text = readFileSync(join(examples, name), "utf8");
      expect(text.startsWith("// "), name).toBe(true);
      expect(text.split("\n").length, name).toBeLessThanOrEqual(100);
    }
  });

  for (const [name, { args, check, isLong = false }] of Object.entries(table)) {
    // What is long runs in the long form, and the rest in the short one.
    if (isLong !== longForm) continue;
    it(`${name} prints what it says`, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [join(examples, name), ...args]);
      check(stdout.trimEnd().split("\n"));
    }, 240_000);
  }

  it("forwardProcess.mjs takes an image of one value for -1 everywhere", async () => {
    const white = join(out, "white.png");
    writeFileSync(white, Buffer.from(whitePixel, "base64"));
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(examples, "forwardProcess.mjs"),
      white,
    ]);
    const [t, mean] = stdout.split("\n")[1]!.trim().split(/\s+/).map(Number);
    expect(t).toBe(0);
    expect(mean).toBeCloseTo(-1, 2);
  });

  it("sampleFromModel.mjs writes pixels of the training files, also for a model of stabilized values", async () => {
    const generated = async (name: string, scale: object): Promise<readonly number[]> => {
      const model = join(out, name);
      cpSync(join(root, "fixtures/pipelines/ddpm"), model, { recursive: true });
      const card = {
        formatVersion: 1,
        height: 8,
        width: 8,
        channels: 3,
        classes: [],
        training: {},
        ...scale,
      };
      writeFileSync(join(model, "cellgen.json"), JSON.stringify(card));
      const run = promisify(execFile);
      await run(process.execPath, [
        join(examples, "sampleFromModel.mjs"),
        model,
        join(out, `${name}-samples`),
      ]);
      const program = `import { readImage } from "@cellgen/data/node";
        console.log(JSON.stringify([...(await readImage(process.argv[1])).data]));`;
      const args = ["--input-type=module", "--eval", program, join(out, `${name}-samples`, "0.png")];
      return JSON.parse((await run(process.execPath, args, { cwd: examples })).stdout) as number[];
    };
    const fine = await generated("plain", { valueRange: [0, 65535], bitDepth: 16 });
    // f(v) = 2 / 4 sqrt(4 v + 3/8 16 + 9 - 4 20): a pixel is the inverse of f, not linear in the model's values.
    const [gain, offset, read, low, high] = [4, 20, 3, 4, 15.4] as const;
    const stabilised = await generated("stabilised", {
      valueRange: [low, high],
      bitDepth: 8,
      stabilisation: { gain, offset, read },
    });
    expect(new Set(stabilised).size).toBeGreaterThan(20);
    fine.forEach((value, i) => {
      const transformed = low + (value / 65535) * (high - low);
      const pixel = gain * ((transformed / 2) ** 2 - 3 / 8) - read ** 2 / gain + offset;
      expect(Math.abs(stabilised[i]! - pixel)).toBeLessThan(0.51);
    });
  });
});
