/**
 * `npm start`: sets up and runs `cellgen quickstart`; `npm start -- COMMAND …`: sets up and runs any command of it, or with `demo` serves
 * the page.
 */
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
const [command = "quickstart", ...flags] = process.argv.slice(2);
const [app, args] = command === "demo" ? ["demo", flags] : ["trainer", [command, ...flags]];
const cli = join(root, "apps", app, "dist", "cli.js");
process.argv = [process.argv[0], cli, ...args];
await import(pathToFileURL(cli).href);
