/** Color as shares of red, green and blue, 0…1. */
export type ChannelColor = readonly [red: number, green: number, blue: number];

const NAMED: Readonly<Record<string, ChannelColor>> = {
  blue: [0, 0, 1],
  green: [0, 1, 0],
  red: [1, 0, 0],
  magenta: [1, 0, 1],
  cyan: [0, 1, 1],
  yellow: [1, 1, 0],
  grey: [1, 1, 1],
  orange: [1, 0.5, 0],
};

/** Names of colors, in the order in which channels get them. */
const colorNames: readonly string[] = Object.keys(NAMED);

/** Stains and markers by the color in which they are usually shown. */
const STAINS: readonly (readonly [color: string, names: RegExp])[] = [
  ["blue", /dapi|dna|hoechst|nucle/i],
  ["green", /gfp|fitc|488|green|tubulin/i],
  ["red", /rfp|mcherry|tritc|texas|561|568|594|\bred\b|actin|phalloidin/i],
  ["magenta", /cy5|647|far.?red|mito/i],
  ["cyan", /cfp|cyan/i],
  ["yellow", /yfp|cy3|yellow/i],
  ["grey", /bright.?field|phase|\bdic\b|trans|gr[ea]y/i],
];

/**
 * Return the colors in which channels are shown: gray for one, red, green and blue for three without names; otherwise by the names of stains
 * (DAPI, DNA and Hoechst are blue, GFP green), and different colors for the others.
 *
 * @returns Names of colors, see `displayImage`.
 */
export function defaultChannelColors(channels: number, names?: readonly string[]): readonly string[] {
  if (channels === 1) return ["grey"];
  if (channels === 3 && !names) return ["red", "green", "blue"];
  const byName = Array.from({ length: channels }, (_, channel) => {
    const name = names?.[channel] ?? "";
    return STAINS.find(([, pattern]) => pattern.test(name))?.[0];
  });
  const taken = new Set<string>();
  const unique = byName.map((color) => {
    if (color === undefined || taken.has(color)) return undefined;
    taken.add(color);
    return color;
  });
  const free = colorNames.filter((color) => !taken.has(color));
  return unique.map((color) => color ?? free.shift() ?? "grey");
}

/**
 * Parse a color: blue, green, red, magenta, cyan, yellow, gray, orange, or `#rrggbb`.
 *
 * @throws RangeError if the color is neither.
 */
export function parseChannelColor(text: string): ChannelColor {
  const name = text.toLowerCase() === "gray" || text.toLowerCase() === "white" ? "grey" : text.toLowerCase();
  if (Object.hasOwn(NAMED, name)) return NAMED[name]!;
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(name);
  if (digits) {
    const [red, green, blue] = digits.slice(1).map((pair) => Number.parseInt(pair, 16) / 255);
    return [red!, green!, blue!];
  }
  throw new RangeError(
    `displayImage: colors must be ${colorNames.join(", ")} or #rrggbb, got ${JSON.stringify(text)}.`,
  );
}
