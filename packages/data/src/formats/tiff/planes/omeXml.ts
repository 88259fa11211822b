import { XMLParser } from "fast-xml-parser";
import { micrometres } from "./physicalUnits.ts";

/** Image of OME-XML metadata. */
export interface OmeImage {
  readonly sizes: {
    readonly X: number;
    readonly Y: number;
    readonly Z: number;
    readonly C: number;
    readonly T: number;
  };
  /** Axes of the pages, the one that varies fastest first. */
  readonly order: readonly ("Z" | "C" | "T")[];
  readonly pixelType: string | undefined;
  readonly channelNames: readonly (string | undefined)[];
  readonly pixelSize: { readonly x: number | undefined; readonly y: number | undefined };
  readonly tiffData: readonly TiffData[];
}

/** Range of directories, and the plane of the first. */
export interface TiffData {
  readonly ifd: number | undefined;
  readonly first: { readonly Z: number; readonly C: number; readonly T: number };
  readonly planeCount: number | undefined;
  /** File that holds them, if stated. */
  readonly fileName: string | undefined;
  readonly uuid: string | undefined;
}

export interface OmeMetadata {
  /** Identifier of the file that holds the metadata. */
  readonly uuid: string | undefined;
  /** Whether another file holds the metadata of the images; `images` is then empty. */
  readonly isElsewhere: boolean;
  /** Name of that file, such as `set.companion.ome`, if it is stated. */
  readonly metadataFile?: string | undefined;
  readonly images: readonly OmeImage[];
}

/** Return whether an image description is OME-XML. */
export function isOmeXml(description: string): boolean {
  return /<(\w+:)?OME[\s>]/.test(description.slice(0, 4096));
}

/**
 * Parse OME-XML. Entities are not expanded, except for characters, and documents that declare some are rejected.
 *
 * @throws Error with the reason if the metadata cannot be used.
 * @see The OME-TIFF specification, https://ome-model.readthedocs.io.
 */
export function parseOmeXml(xml: string): OmeMetadata {
  if (xml.includes("<!DOCTYPE")) throw new Error("it declares a document type");
  const root = asElement(parsed(xml)["OME"]);
  const binaryOnly = asElement(root["BinaryOnly"]);
  if (Object.keys(binaryOnly).length > 0) {
    const metadataFile = text(binaryOnly["MetadataFile"]);
    return { uuid: text(root["UUID"]), isElsewhere: true, images: [], metadataFile };
  }
  const images = elements(root["Image"]).map(parseImage);
  if (images.length === 0) throw new Error("it describes no image");
  return { uuid: text(root["UUID"]), isElsewhere: false, images };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  removeNSPrefix: true,
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
});

/** Parse XML. @throws Error with the reason, as a phrase, if it cannot be parsed. */
function parsed(xml: string): XmlElement {
  try {
    return asElement(parser.parse(xml));
  } catch (cause) {
    const isDeep = cause instanceof Error && /nested/i.test(cause.message);
    throw new Error(isDeep ? "its XML elements are nested too deeply" : "it is not well-formed XML", {
      cause,
    });
  }
}

type XmlElement = Readonly<Record<string, unknown>>;

const asElement = (value: unknown): XmlElement =>
  typeof value === "object" && value !== null ? (value as XmlElement) : {};

const elements = (value: unknown): XmlElement[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(asElement);

const characters: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Return a text with its character references decoded. */
function text(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  return value.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g, (match, decimal, hex, name) => {
    if (name !== undefined) return characters[name] ?? match;
    const code = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : match;
  });
}

function parseImage(image: XmlElement): OmeImage {
  const pixels = asElement(elements(image["Pixels"])[0]);
  const size = (axis: string): number => {
    const value = count(pixels[`Size${axis}`]);
    if (value === undefined || value === 0) throw new Error(statedText(`Size${axis}`, pixels[`Size${axis}`]));
    return value;
  };
  const length = (axis: string): number | undefined => {
    const stated = text(pixels[`PhysicalSize${axis}`]);
    const unit = text(pixels[`PhysicalSize${axis}Unit`]) ?? "µm";
    return stated === undefined ? undefined : micrometres(Number(stated), unit);
  };
  return {
    sizes: { X: size("X"), Y: size("Y"), Z: size("Z"), C: size("C"), T: size("T") },
    order: axisOrder(text(pixels["DimensionOrder"])),
    pixelType: text(pixels["Type"]),
    channelNames: elements(pixels["Channel"]).map(
      (channel) => text(channel["Name"]) ?? text(channel["Fluor"]),
    ),
    pixelSize: { x: length("X"), y: length("Y") },
    tiffData: elements(pixels["TiffData"]).map(parseTiffData),
  };
}

/** Describe an attribute that cannot be used. */
const statedText = (name: string, value: unknown): string =>
  value === undefined ? `it has no ${name}` : `${name} is ${String(value)}`;

function axisOrder(order: string | undefined): OmeImage["order"] {
  const axes = order?.match(/^XY([ZCT])([ZCT])([ZCT])$/)?.slice(1) as ("Z" | "C" | "T")[] | undefined;
  if (!axes || new Set(axes).size !== 3) throw new Error(statedText("DimensionOrder", order));
  return axes;
}

function parseTiffData(element: XmlElement): TiffData {
  const uuid = element["UUID"];
  return {
    ifd: count(element["IFD"]),
    first: {
      Z: count(element["FirstZ"]) ?? 0,
      C: count(element["FirstC"]) ?? 0,
      T: count(element["FirstT"]) ?? 0,
    },
    planeCount: count(element["PlaneCount"]),
    fileName: text(asElement(uuid)["FileName"]),
    uuid: text(uuid) ?? text(asElement(uuid)["#text"]),
  };
}

function count(value: unknown): number | undefined {
  return typeof value === "string" && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : undefined;
}
