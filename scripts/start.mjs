/** `npm start`: sets up and runs `cellgen quickstart`; `npm start -- COMMAND …`: sets up and runs any command of it. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, root } from "./setUp.mjs";

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// npm runs scripts in the root; a relative path is meant from where the command was typed.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
const cli = join(root, "apps", "trainer", "dist", "cli.js");
const args = process.argv.slice(2);
process.argv = [process.argv[0], cli, ...(args.length > 0 ? args : ["quickstart"])];
await import(pathToFileURL(cli).href);
