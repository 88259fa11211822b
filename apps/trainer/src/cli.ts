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
    // As a program does that the closed pipe's signal ends: work that was cut short does not look done.
    process.exit(141);
  });
}
process.exitCode = await run(process.argv.slice(2), processIo());
