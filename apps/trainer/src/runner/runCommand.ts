import { duration } from "@cellgen/data/text";
import type { Engine } from "@cellgen/engine";
import type { EngineSettings } from "../options/engineOptions.ts";
import type { ModelSettings } from "../options/modelOptions.ts";
import { flagName, isSwitch, type OptionTable } from "../options/optionTable.ts";
import { flagSource, resolveSettings } from "../options/resolveSettings.ts";
import { type OutputFolder, openOutputFolder } from "../output/outputFolder.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import { type Io, warn } from "../terminal/io.ts";
import type { CommandContext, CommandDefinition, CommandModule } from "./commandDefinition.ts";

/**
 * Run a command: check its settings and output folder, listen for Ctrl-C, run its code, and dispose of the engine that it started.
 *
 * @param given - Given options, by key.
 * @throws UsageError if the settings or the output folder are invalid; any error of the command.
 */
export async function runCommand<Table extends OptionTable, Settings, Flags>(
  definition: CommandDefinition<Table, Settings, Flags>,
  given: Readonly<Record<string, unknown>>,
  io: Io,
  load: () => Promise<CommandModule<Settings, Flags>> = () => definition.run(),
): Promise<void> {
  const { options } = definition;
  const flags = flagsIn(options, given) as Flags;
  const typed = Object.fromEntries(Object.entries(given).filter(([key]) => !options[key]?.flagOnly));
  const settings = definition.resolve
    ? await definition.resolve(typed, flags)
    : (resolveSettings(options, [flagSource(typed)]) as Settings);
  await definition.check?.(settings);
  const output = await outputOf(definition, settings, flags);
  const { run } = await load();
  const { signal, stop } = definition.stopping
    ? listenForInterrupts(io, definition.stopping)
    : { signal: new AbortController().signal, stop: () => {} };
  let engine: Promise<Engine> | undefined;
  let began = performance.now();
  const started = async (wanted: EngineSettings): Promise<Engine> => {
    const { startEngine } = await import("../model/startEngine.ts");
    const result = await startEngine(wanted);
    if (result.notice) warn(io, `note: ${result.notice}`);
    began = performance.now();
    return result;
  };
  const context: CommandContext<Settings, Flags> = {
    settings,
    flags,
    io,
    signal,
    get output() {
      if (!output) throw new Error(`cellgen ${definition.name} declares no output folder.`);
      return output;
    },
    async openModel() {
      const { openModel } = await import("../model/openModel.ts");
      const { model, weights, display } = settings as ModelSettings & { readonly display?: string };
      return await openModel(model, { weights, display });
    },
    async startEngine() {
      engine ??= started(settings as EngineSettings);
      return await engine;
    },
    elapsed: () => duration((performance.now() - began) / 1000),
  };
  try {
    await run(context);
  } finally {
    stop();
    await (await engine?.catch(() => undefined))?.dispose();
  }
}

async function outputOf<Table extends OptionTable, Settings, Flags>(
  definition: CommandDefinition<Table, Settings, Flags>,
  settings: Settings,
  flags: Flags,
): Promise<OutputFolder | undefined> {
  if (!definition.output) return undefined;
  const { out } = settings as { readonly out: string };
  const { force } = flags as { readonly force: boolean };
  const reads = readsOf(definition.options, settings as Readonly<Record<string, unknown>>);
  return await openOutputFolder({ out, force, reads, ...(await definition.output(flags, settings)) });
}

/** Return the options that are not settings; switches that were not given are off. */
function flagsIn(table: OptionTable, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const flags = Object.entries(table).filter(([, { flagOnly }]) => flagOnly);
  return Object.fromEntries(
    flags.map(([key, option]) => [key, isSwitch(option) ? given[key] === true : given[key]]),
  );
}

/** Return the input files and folders named by the settings, by flag. */
function readsOf(
  table: OptionTable,
  settings: Readonly<Record<string, unknown>>,
): Record<string, readonly string[]> {
  const places: Record<string, readonly string[]> = {};
  for (const [key, { reads }] of Object.entries(table)) {
    const value = settings[key];
    if (reads === undefined || typeof value !== "string") continue;
    places[flagName(key)] = reads === true ? [value] : reads(value);
  }
  return places;
}
