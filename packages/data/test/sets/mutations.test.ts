import { randomStream } from "@cellgen/random";
import { afterEach, beforeEach, expect, it } from "vitest";
import { longForm } from "../../../../test/longForm.ts";
import { CsvIndexError, readCsvIndex } from "../../src/node.ts";
import { put, temporaryFolder } from "../imageFiles.ts";
import { mutated } from "../mutated.ts";

const MUTATIONS = longForm ? 2000 : 100;
const text = `file;label;split;x;y;width;height;area
"a b/1.png";"red; blood";train;1;2;30;40;1,5
2.png;"say ""white""";test;;;;;nan
Zürich.png;__proto__;val;0;0;5;5;1e-3
`;

let folder: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

it(`${MUTATIONS} mutations of a CSV index end with an error or an index`, { timeout: 600_000 }, async () => {
  for (let index = 0; index < MUTATIONS; index++) {
    const file = await put(folder, "index.csv", mutated(Buffer.from(text), randomStream(0, "index", index)));
    const start = performance.now();
    const result = await readCsvIndex(file).catch((error: unknown) => error);
    expect(performance.now() - start, `mutation ${index}`).toBeLessThan(2000);
    if (result instanceof Error) expect(result, `mutation ${index}`).toBeInstanceOf(CsvIndexError);
    else {
      const { rows, numericColumns } = result as Awaited<ReturnType<typeof readCsvIndex>>;
      for (const values of numericColumns.values()) expect(values).toHaveLength(rows.length);
    }
  }
});
