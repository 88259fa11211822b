import { textPath, textWidth } from "../pictures/font.ts";

/**
 * Replaces the text of a chart's SVG by the outlines of its letters.
 *
 * Made for what vega writes: one `<text>` a line, with `text-anchor`, `transform`, `font-size` and `font-weight` as attributes.
 */
export function textToPaths(svg: string): string {
  const written = svg.replace(/<text\b[^>]*\/>/g, "");
  return written.replace(/<text\b([^>]*)>([^<]*)<\/text>/g, (_, attributes: string, content: string) => {
    const attribute = (name: string): string | undefined =>
      new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
    const text = unescapeXml(content);
    const size = Number.parseFloat(attribute("font-size") ?? "11");
    const weight = attribute("font-weight") === "bold" ? 600 : 400;
    const anchor = attribute("text-anchor");
    const shift = anchor === "middle" ? 0.5 : anchor === "end" ? 1 : 0;
    const path = textPath(text, -shift * textWidth(text, size, weight), 0, size, weight);
    const transform = attribute("transform");
    const opacity = attribute("opacity");
    return (
      `<path${transform ? ` transform="${transform}"` : ""}${opacity ? ` opacity="${opacity}"` : ""}` +
      ` fill="${attribute("fill") ?? "#000"}" d="${path}"/>`
    );
  });
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name]!);
}
