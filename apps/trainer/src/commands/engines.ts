import { Command } from "commander";
import type { Io } from "../terminal/io.ts";

/** `cellgen engines`: what can run a network here. */
export function enginesCommand(io: Io): Command {
  return new Command("engines")
    .description("Lists what can run the networks on this machine: usable or not, why, and how fast.")
    .action(async () => {
      const { engines } = await import("../run/engines.ts");
      await engines(io);
    });
}
