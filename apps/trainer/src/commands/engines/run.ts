import { listEngines } from "@cellgen/engine/node";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { print } from "../../terminal/io.ts";
import { table } from "../../terminal/table.ts";

/** `cellgen engines`: print the engines, the reasons why some cannot be used, and the speed of a 3x3 convolution on each. */
export async function run({ io }: CommandContext<object>): Promise<void> {
  const reports = await listEngines();
  const rows = reports.map(({ name, usable, gigaflopsPerSecond: speed, reason }) => [
    name,
    usable ? "yes" : "no",
    speed === undefined ? "" : speed.toFixed(speed < 10 ? 1 : 0),
    reason.replace(`${name}: `, ""),
  ]);
  const header = ["engine", "usable", ">GFLOP/s", "description, or reason why it cannot be used"];
  for (const line of table(header, rows, io.stdout.columns)) print(io, line);
  print(io);
  print(
    io,
    "GFLOP/s: measured on one 3x3 convolution. Choose an engine with --engine NAME; auto takes the first usable one. See: cellgen engines --help",
  );
}
