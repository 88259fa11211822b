#!/usr/bin/env node
/**
 * The command `cellgen`.
 *
 * @module
 */
import { run } from "./program.ts";
import { processIo } from "./terminal/io.ts";

// A reader such as `head` may close the pipe early.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    // The exit code of SIGPIPE, so that interrupted work does not look finished.
    process.exit(141);
  });
}
process.exitCode = await run(process.argv.slice(2), processIo());
