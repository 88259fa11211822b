/** `npm run docs` builds the documentation site; `npm run docs:dev` serves it and updates it while its pages change. */
import { join } from "node:path";
import { ensureInstalled, root, run } from "./setUp.mjs";

const isServed = process.argv[2] === "dev";
try {
  await ensureInstalled();
  const bin = join(root, "docs", "node_modules", ".bin");
  console.error("Writing the API reference…");
  await run(`${join(bin, "typedoc")} --options docs/typedoc.json --logLevel Warn`, { show: true });
  await run(`${join(bin, "vitepress")} ${isServed ? "dev" : "build"} docs`, { show: true });
  if (!isServed) console.error("The site is in docs/.vitepress/dist.");
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
