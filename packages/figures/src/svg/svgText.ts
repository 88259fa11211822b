import escapeXml from "escape-html";
import { renderSvg } from "./renderSvg.ts";

export type FontWeight = 400 | 600;

export interface TextOptions {
  /** Font size in pixels. */
  readonly size: number;
  /** @default 400 */
  readonly weight?: FontWeight;
  /** @default "start" */
  readonly anchor?: "start" | "middle" | "end";
  /** @default "#1f2933" */
  readonly fill?: string;
}

/** Create an SVG element for a line of text; `y` is its baseline. */
export function svgText(text: string, x: number, y: number, options: TextOptions): string {
  const { size, weight = 400, anchor = "start", fill = "#1f2933" } = options;
  const style = `font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}"`;
  // File names may contain characters that are invalid in XML.
  const printable = text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "?");
  return `<text xml:space="preserve" x="${x}" y="${y}" ${style}>${escapeXml(printable)}</text>`;
}

/** Widths at a font size of 100, by weight and text. */
const widths = new Map<string, number>();

/** Return the width of a line of text in pixels. */
export function textWidth(text: string, size: number, weight: FontWeight = 400): number {
  const key = `${weight} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    // The bounding box of an outline excludes surrounding spaces: measure between bars and subtract them.
    width = outlineWidth(`|${text}|`, weight) - outlineWidth("||", weight);
    widths.set(key, width);
  }
  return (width * size) / 100;
}

function outlineWidth(text: string, weight: FontWeight): number {
  const element = svgText(text, 0, 100, { size: 100, weight });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${100 * text.length}" height="200">${element}</svg>`;
  return renderSvg(svg).getBBox()?.width ?? 0;
}

/** Truncate text with "…" to fit into a width. */
export function fitText(text: string, width: number, size: number, weight: FontWeight = 400): string {
  if (textWidth(text, size, weight) <= width) return text;
  const letters = [...text];
  let [fits, tooLong] = [1, letters.length];
  while (tooLong - fits > 1) {
    const count = Math.floor((fits + tooLong) / 2);
    if (textWidth(`${letters.slice(0, count).join("")}…`, size, weight) <= width) fits = count;
    else tooLong = count;
  }
  return `${letters.slice(0, fits).join("")}…`;
}
