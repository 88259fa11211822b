import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { cropFolder, indexOf } from "./cropFolder.ts";

const { at, crop } = await cropFolder();

const REAL = fileURLToPath(new URL("../../../../../../shared/cells/", import.meta.url));
const missing = !existsSync(REAL);
if (missing) console.log("Skipped: there is no folder shared/cells with real images beside this clone.");

describe.skipIf(missing)("real fields", () => {
  test("nuclei: a crop of each nucleus of a mask", async () => {
    await mkdir(at("nuclei"));
    const csv = (await readFile(`${REAL}nuclei/index.csv`, "utf8")).trim().split("\n");
    const few = csv.slice(1, 5).map((row) => row.split(","));
    for (const [file = ""] of few) {
      await writeFile(at("nuclei", file), await readFile(`${REAL}nuclei/images/${file}`));
    }
    const { code } = await crop(
      ...[
        "--input",
        at("nuclei"),
        "--masks",
        `${REAL}nuclei/masks`,
        "--min-size",
        "1",
        "--border",
        "reflect",
      ],
      ...["--hide-neighbours", "--out", at("single-nuclei")],
    );
    expect(code).toBe(0);
    const rows = await indexOf(at("single-nuclei"));
    for (const [file, , , , nuclei] of few) {
      expect(rows.filter((row) => row["source_image"] === file)).toHaveLength(Number(nuclei));
    }
  });
  test("blood-raw: a crop of each box inside its field, as in smear", async () => {
    const blood = `${REAL}blood-raw`;
    const { code, out } = await crop(
      ...["--input", blood, "--boxes", blood, "--size", "64", "--scale", "fit", "--margin", "0.125"],
      ...["--out", at("blood")],
    );
    expect(code).toBe(0);
    expect(out).toMatch(/classes .*RBC/);
    const rows = await indexOf(at("blood"));
    const own = rows.map(({ source_image, left, top, width }) => [source_image, left, top, width].join());
    // The index of smear has the corner and the side of the same boxes, rounded in another order, and read as counted from 0 and without the
    // last pixels.
    const smear = (await readFile(`${REAL}smear/index.csv`, "utf8")).trim().split("\n").slice(1);
    const fields = new Set(rows.map(({ source_image }) => source_image));
    const known = smear.map((row) => row.split(",")).filter(([, , source]) => fields.has(source));
    expect(known.length).toBeGreaterThan(20);
    const near = known.filter(([, , source, x, y, side]) =>
      own.some((text) => {
        const [file, ...numbers] = text.split(",");
        const expected = [Number(x) - 1, Number(y) - 1, Number(side) + 1];
        const distance = expected.map((value, i) => Math.abs(value - Number(numbers[i])));
        return file === source && Math.max(...distance) <= 1;
      }),
    );
    expect(near.length).toBe(known.length);
  });
});
