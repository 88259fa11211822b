import type { CommandDefinition, CommandGroup } from "../runner/commandDefinition.ts";
import { dataCommands } from "./data/command.ts";
import { demoCommand } from "./demo/command.ts";
import { denoiseCommand } from "./denoise/command.ts";
import { enginesCommand } from "./engines/command.ts";
import { evaluateCommand } from "./evaluate/command.ts";
import { exportCommand } from "./export/command.ts";
import { inpaintCommand } from "./inpaint/command.ts";
import { interpolateCommand } from "./interpolate/command.ts";
import { quickstartCommand } from "./quickstart/command.ts";
import { sampleCommand } from "./sample/command.ts";
import { trainCommand } from "./train/command.ts";
import { translateCommand } from "./translate/command.ts";

/** The commands of `cellgen`, in the order of its help. */
export const commands: readonly (CommandDefinition | CommandGroup)[] = [
  quickstartCommand,
  trainCommand,
  sampleCommand,
  inpaintCommand,
  translateCommand,
  interpolateCommand,
  denoiseCommand,
  evaluateCommand,
  exportCommand,
  dataCommands,
  enginesCommand,
  demoCommand,
];
