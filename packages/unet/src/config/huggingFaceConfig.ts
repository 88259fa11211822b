import { unetConfig } from "./unetConfig.ts";
import type { UnetConfig } from "./unetConfigFields.ts";

/**
 * Convert the contents of Hugging Face's `unet/config.json` to a U-Net configuration. Fields that start with "_" are ignored, and missing
 * fields have Hugging Face's defaults. Block names from before 2022 (`UNetResDownBlock2D`) are accepted.
 *
 * @param json - The parsed file.
 * @throws TypeError if it is not an object, is for another class, or has an unknown field; RangeError naming a field with an unsupported
 * value.
 */
export function unetConfigFromHuggingFace(json: unknown): UnetConfig {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new TypeError(`unetConfigFromHuggingFace: json must be an object, got ${JSON.stringify(json)}.`);
  }
  const { _class_name: className } = json as Readonly<Record<string, unknown>>;
  // UNet2DModel was called UNetUnconditionalModel before diffusers had several U-Nets.
  if (className !== undefined && className !== "UNet2DModel" && className !== "UNetUnconditionalModel") {
    throw new TypeError(
      `unetConfigFromHuggingFace: _class_name must be "UNet2DModel", got ${JSON.stringify(className)}.`,
    );
  }
  const config: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(json)) {
    if (!field.startsWith("_")) config[toCamelCase(field)] = currentBlockNames(value);
  }
  return unetConfig(config);
}

/**
 * Convert a configuration to the contents of Hugging Face's `unet/config.json`.
 *
 * @throws RangeError or TypeError if the configuration is not supported.
 */
export function unetConfigToHuggingFace(config: Partial<UnetConfig>): Record<string, unknown> {
  const fields = Object.entries(unetConfig(config)).map(([field, value]) => [toSnakeCase(field), value]);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return { _class_name: "UNet2DModel", _diffusers_version: "0.42.1", ...Object.fromEntries(fields) };
}

function currentBlockNames(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item) => (typeof item === "string" ? item.replace(/^UNetRes/, "") : item));
}

function toCamelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
