import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import opentype, { type Font, type PathCommand } from "opentype.js";

export type FontWeight = 400 | 600;

const require = createRequire(import.meta.url);
const files: Readonly<Record<FontWeight, string>> = {
  400: require.resolve("@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff"),
  600: require.resolve("@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff"),
};
const fonts = new Map<FontWeight, Font>();

function font(weight: FontWeight): Font {
  let loaded = fonts.get(weight);
  if (!loaded) {
    const bytes = readFileSync(files[weight]);
    loaded = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    fonts.set(weight, loaded);
  }
  return loaded;
}

/** Width of a line of text in pixels. */
export function textWidth(text: string, size: number, weight: FontWeight = 400): number {
  const face = font(weight);
  let units = 0;
  for (const character of text) units += face.charToGlyph(character).advanceWidth ?? 0;
  return (units * size) / face.unitsPerEm;
}

/**
 * A line of text as the outline of its letters (an SVG path), so that it looks the same on a machine that has no fonts at all.
 *
 * @param x - Where the text starts on its baseline.
 */
export function textPath(text: string, x: number, y: number, size: number, weight: FontWeight = 400): string {
  const face = font(weight);
  const scale = size / face.unitsPerEm;
  let path = "";
  let pen = x;
  for (const character of text) {
    const glyph = face.charToGlyph(character);
    path += glyph.getPath(pen, y, size).commands.map(pathCommand).join("");
    pen += (glyph.advanceWidth ?? 0) * scale;
  }
  return path;
}

/** A command of an SVG path. opentype.js's own writer gives NaN for numbers that are whole but for rounding. */
function pathCommand(command: PathCommand): string {
  if (command.type === "Z") return "Z";
  const { type, x, y } = command;
  const controls =
    type === "C"
      ? [command.x1, command.y1, command.x2, command.y2]
      : type === "Q"
        ? [command.x1, command.y1]
        : [];
  return type + [...controls, x, y].map((value) => value.toFixed(2)).join(" ");
}

/** The text, cut with "…" to what fits into a width. */
export function fitText(text: string, width: number, size: number, weight: FontWeight = 400): string {
  if (textWidth(text, size, weight) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join("")}…`, size, weight) > width) letters.pop();
  return `${letters.join("")}…`;
}
