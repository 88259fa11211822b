#!/usr/bin/env node
/**
 * The command `cellgen`.
 *
 * @module
 */
import { run } from "./program.ts";
import { processIo } from "./terminal/io.ts";

// Whoever reads the output may stop early, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}
process.exitCode = await run(process.argv.slice(2), processIo());
