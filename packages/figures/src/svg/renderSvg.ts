import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";

const require = createRequire(import.meta.url);
const family = "Source Sans 3";
const font = {
  fontFiles: [
    require.resolve("@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf"),
    require.resolve("@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf"),
  ],
  // Same output on every machine, including machines without fonts.
  loadSystemFonts: false,
  defaultFontFamily: family,
  sansSerifFamily: family,
};

/** Prepare an SVG for measuring, rendering, or conversion to outlines (`toString`). All text is in Source Sans 3, regular or semibold. */
export function renderSvg(svg: string, { zoom = 1 }: { readonly zoom?: number } = {}): Resvg {
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } });
}
