import { listEngines } from "@cellgen/engine/node";
import { type Io, print } from "../../terminal/io.ts";
import { table } from "../../terminal/table.ts";

/** Prints which engines can be used here, why, and how fast a 3x3 convolution runs on each. */
export async function engines(io: Io): Promise<void> {
  const reports = await listEngines();
  const rows = reports.map(({ name, usable, gigaflopsPerSecond: speed, reason }) => [
    name,
    usable ? "yes" : "no",
    speed === undefined ? "" : speed.toFixed(speed < 10 ? 1 : 0),
    reason.replace(`${name}: `, ""),
  ]);
  const header = ["engine", "usable", ">GFLOP/s", "what it is, or why it cannot be used"];
  for (const line of table(header, rows, io.stdout.columns)) print(io, line);
  print(io);
  print(
    io,
    "GFLOP/s is measured here and now, on one 3x3 convolution. --engine NAME takes one; auto takes the best usable; --help explains the names.",
  );
}
