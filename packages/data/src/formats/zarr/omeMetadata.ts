import { z } from "zod";
import { damaged, FaultError } from "../faultError.ts";
import { keySegments, type ZarrFolder } from "./zarrFolder.ts";
import { parsed } from "./zarrMetadata.ts";

/** Metadata of an OME-Zarr image. */
export interface OmeImage {
  readonly version: string;
  /** Names of the axes, for example ["t", "c", "z", "y", "x"]. */
  readonly axes: readonly string[];
  readonly levels: readonly OmeLevel[];
  readonly channelNames?: readonly string[];
  /** Colors as "#rrggbb". */
  readonly channelColors?: readonly string[];
  /** Attributes of the group. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Resolution level of an image. */
interface OmeLevel {
  /** Path inside the image's group. */
  readonly path: string;
  /** Pixel height and width, if the unit is known. */
  readonly pixelHeightMicrometres?: number;
  readonly pixelWidthMicrometres?: number;
}

const transformations = z.array(z.object({ type: z.string() }).loose()).max(16);
const axis = z.union([z.string(), z.object({ name: z.string(), unit: z.string().nullish() })]);
const multiscale = z.object({
  axes: z.array(axis).max(8).optional(),
  datasets: z
    .array(z.object({ path: z.string(), coordinateTransformations: transformations.nullish() }))
    .min(1)
    .max(64),
  coordinateTransformations: transformations.nullish(),
  version: z.string().nullish(),
});
const channels = z.array(z.object({ label: z.string().nullish(), color: z.string().nullish() })).max(1024);

/** Read the attributes of a group, with those of OME-Zarr 0.5 moved to the top. */
export async function readAttributes(
  folder: ZarrFolder,
  key: string,
): Promise<Record<string, unknown> | undefined> {
  const prefix = key === "" ? "" : `${key}/`;
  const v3 = await folder.readJson(`${prefix}zarr.json`);
  if (v3 !== undefined) {
    const { attributes } = parsed(z.object({ attributes: record.default({}) }), v3, key || "zarr.json");
    const ome = record.safeParse(attributes["ome"]);
    return { ...attributes, ...(ome.success && ome.data) };
  }
  const v2 = await folder.readJson(`${prefix}.zattrs`);
  if (v2 !== undefined) return parsed(record, v2, key || ".zattrs");
  return (await folder.readJson(`${prefix}.zgroup`)) === undefined ? undefined : {};
}

const record = z.record(z.string(), z.unknown());

/**
 * Interpret the attributes of a group as an OME-Zarr image, versions 0.4 and 0.5.
 *
 * @throws FaultError if they describe no image, or are damaged.
 * @see https://ngff.openmicroscopy.org/0.5/
 */
export function omeImage(attributes: Record<string, unknown>, key: string): OmeImage {
  const list = parsed(z.array(multiscale).min(1), attributes["multiscales"], key || "multiscales");
  const [image] = list;
  if (!image) throw damaged("multiscales is empty");
  const axes = image.axes?.map((entry) => (typeof entry === "string" ? { name: entry } : entry));
  // Versions 0.1 and 0.2 have no axes: always five.
  const named: readonly { readonly name: string; readonly unit?: string | null | undefined }[] =
    axes ?? ["t", "c", "z", "y", "x"].map((name) => ({ name }));
  const names = named.map(({ name }) => name.toLowerCase());
  checkAxes(names);
  const units = named.map(({ unit }) => unit);
  const levels = image.datasets.map(({ path, coordinateTransformations }): OmeLevel => {
    const scales = [scaleOf(coordinateTransformations), scaleOf(image.coordinateTransformations)];
    const sizeOf = (name: string): number | undefined => {
      const index = names.indexOf(name);
      const micrometres = MICROMETRES_OF.get(units[index] ?? "");
      const scale = scales.reduce((product, values) => product * (values?.[index] ?? 1), 1);
      const size = micrometres === undefined || !scales[0] ? Number.NaN : scale * micrometres;
      return size > 0 && Number.isFinite(size) ? Number(size.toPrecision(12)) : undefined;
    };
    const [height, width] = [sizeOf("y"), sizeOf("x")];
    return {
      path: keySegments(path).join("/"),
      ...(height !== undefined && { pixelHeightMicrometres: height }),
      ...(width !== undefined && { pixelWidthMicrometres: width }),
    };
  });
  const version = image.version ?? attributes["version"];
  return {
    version: typeof version === "string" ? version : "unknown",
    axes: names,
    levels,
    ...channelsOf(attributes["omero"]),
    attributes,
  };
}

function checkAxes(names: readonly string[]): void {
  const unknown = names.find((name) => !"tczyx".includes(name) || name.length !== 1);
  if (unknown !== undefined) {
    throw new FaultError(`an image with the axis ${JSON.stringify(unknown.slice(0, 20))}`, AXES);
  }
  if (new Set(names).size !== names.length || !names.includes("y") || !names.includes("x")) {
    throw new FaultError(`an image with the axes ${names.join(", ")}`, AXES);
  }
}

const AXES = "Write it with the axes t, c, z, y, x, of which t, c and z may be missing.";

function scaleOf(list: z.infer<typeof transformations> | null | undefined): number[] | undefined {
  const scale = list?.find(({ type }) => type === "scale")?.["scale"];
  const result = z.array(z.number()).safeParse(scale);
  return result.success ? result.data : undefined;
}

/** Channel names and colors, if every channel has one. */
function channelsOf(omero: unknown): Pick<OmeImage, "channelNames" | "channelColors"> {
  const result = z.object({ channels }).safeParse(omero);
  if (!result.success || result.data.channels.length === 0) return {};
  const names = result.data.channels.map(({ label }) => label ?? "");
  const colours = result.data.channels.map(({ color }) => color?.replace(/^#/, "").toLowerCase() ?? "");
  return {
    ...(names.every((name) => name !== "") && { channelNames: names }),
    ...(colours.every((colour) => /^[0-9a-f]{6}$/.test(colour)) && {
      channelColors: colours.map((colour) => `#${colour}`),
    }),
  };
}

/** Micrometers of each unit of length that OME-Zarr allows and microscopes use. */
const MICROMETRES_OF: ReadonlyMap<string, number> = new Map([
  ["picometer", 1e-6],
  ["angstrom", 1e-4],
  ["nanometer", 1e-3],
  ["micrometer", 1],
  ["millimeter", 1e3],
  ["centimeter", 1e4],
  ["decimeter", 1e5],
  ["meter", 1e6],
  ["inch", 25_400],
]);
