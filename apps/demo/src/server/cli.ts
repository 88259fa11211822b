#!/usr/bin/env node
/**
 * The command `cellgen-demo`: serve the page on this machine until Ctrl-C.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { servePage, usualPort } from "./servePage.ts";

const command = new Command("cellgen-demo")
  .description(
    "Serve a page that generates cell images in the browser, on this machine only. Press Ctrl-C to stop.",
  )
  .option("--port <n>", `port to serve the page on (default: ${usualPort}, or any free port)`)
  .helpOption("-h, --help", "print this help")
  .exitOverride()
  .configureOutput({ outputError: () => {} });

try {
  const { port } = command.parse().opts<{ port?: string }>();
  const server = await servePage(fileURLToPath(new URL("page", import.meta.url)), portNumber(port));
  console.log(`Serving at ${server.address} (press Ctrl-C to stop)`);
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

/** Print an error and return the exit code: 2 for wrong usage, 1 for other failures. */
function reported(error: unknown): number {
  const { code, exitCode, message } = error as CommanderError;
  if (exitCode === 0) return 0;
  const text =
    code === "EADDRINUSE"
      ? "the port is in use. Choose another --port, or omit it."
      : code === "EACCES"
        ? "no permission to use this port. Choose a --port of 1024 or above."
        : message.replace(/^(error|servePage): /, "");
  console.error(`cellgen-demo: ${text}`);
  return error instanceof CommanderError ? 2 : 1;
}
