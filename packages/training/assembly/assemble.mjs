/** Assembles adamw.wat and writes the module, as base64, to src/optimizer/adamwWasm.ts. */
import { readFileSync, writeFileSync } from "node:fs";
import createWabt from "wabt";

const source = readFileSync(new URL("adamw.wat", import.meta.url), "utf8");
const wabt = await createWabt();
const { buffer } = wabt.parseWat("adamw.wat", source).toBinary({});
writeFileSync(
  new URL("../src/optimizer/adamwWasm.ts", import.meta.url),
  `/** The module of assembly/adamw.wat, written by \`npm run assemble\`. */
export const adamwWasm: string =
  "${Buffer.from(buffer).toString("base64")}";
`,
);
