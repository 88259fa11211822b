#!/usr/bin/env node
/**
 * The command `cellgen-demo`: serves the page on this machine until Ctrl-C.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { servePage, usualPort } from "./servePage.ts";

const command = new Command("cellgen-demo")
  .description(
    "Serve a page in which diffusion models generate cells in the browser, on this machine only. Ctrl-C ends it.",
  )
  .option("--port <n>", `where to serve it (default: ${usualPort}, or any that is free)`)
  .helpOption("-h, --help", "explain this command")
  .exitOverride()
  .configureOutput({ outputError: () => {} });

try {
  const { port } = command.parse().opts<{ port?: string }>();
  const server = await servePage(fileURLToPath(new URL("page", import.meta.url)), portNumber(port));
  console.log(`The page is at ${server.address} (Ctrl-C ends it)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
} catch (error) {
  process.exitCode = reported(error);
}

function portNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new CommanderError(2, "port", `--port must be a whole number from 0 to 65535, got ${text}.`);
}

/** Prints an error in one line. The result is the exit code: 2 for wrong usage, 1 for other failures. */
function reported(error: unknown): number {
  const { code, exitCode, message } = error as CommanderError;
  if (exitCode === 0) return 0;
  const text =
    code === "EADDRINUSE"
      ? "the port is in use. Choose another with --port, or leave it out."
      : code === "EACCES"
        ? "the system does not give this port. Choose one from 1024 with --port."
        : message.replace(/^(error|servePage): /, "");
  console.error(`cellgen-demo: ${text}`);
  return error instanceof CommanderError ? 2 : 1;
}
