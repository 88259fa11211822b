import type { ImageFileFormat } from "../images/imageSource.ts";
import type { ImageFault } from "./unreadableImageError.ts";

/** Number of bytes at the beginning of a file that {@link detectFormat} needs. */
export const HEAD_BYTES = 1024;

/** Format of a file by its first bytes: one that is read, the fault of one that is not, or undefined if it is unknown. */
export type DetectedFormat = ImageFileFormat | ImageFault | undefined;

/** Detect the format of a file by its first bytes. `ome-tiff` is reported as `tiff`: only the XML inside tells them apart. */
export function detectFormat(head: Buffer): DetectedFormat {
  const text = head.toString("latin1");
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  // Surplus bytes may follow the first marker.
  if (text.startsWith("\xff\xd8")) return "jpeg";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) return "gif";
  if (text.startsWith("BM") && isBmp(head)) return "bmp";
  if (TIFF_SIGNATURES.some((signature) => text.startsWith(signature))) return "tiff";
  if (text.startsWith("\x93NUMPY")) return "npy";
  if (text.startsWith("PK\x03\x04") || text.startsWith("PK\x05\x06")) return "npz";
  return FOREIGN.find(({ matches }) => matches(text))?.fault;
}

/** BigTIFF has 43 in place of 42. */
const TIFF_SIGNATURES = ["II*\0", "MM\0*", "II+\0", "MM\0+"];

/** A text may also begin with "BM". */
function isBmp(head: Buffer): boolean {
  return head.length >= 18 && [12, 40, 52, 56, 64, 108, 124].includes(head.readUInt32LE(14));
}

const BIOFORMATS =
  "Convert it to OME-Zarr with bioformats2raw, or open it in Fiji (with Bio-Formats) and use File > Save As > Tiff.";
const PLAIN = "Convert it to PNG or TIFF, for example: magick cells.jxl cells.png";

const foreign = (
  reason: string,
  remedy: string,
  matches: (text: string) => boolean,
): { readonly fault: ImageFault; readonly matches: (text: string) => boolean } => ({
  fault: { reason, remedy },
  matches,
});

/** Brands of the ISO base media format that hold images. */
const HEIF_BRANDS = /^....ftyp(avif|avis|heic|heix|hevc|hevx|heim|heis|mif1|msf1)/s;

const FOREIGN = [
  foreign("a Zeiss CZI file", BIOFORMATS, (text) => text.startsWith("ZISRAWFILE")),
  foreign("a Nikon ND2 file", BIOFORMATS, (text) => text.startsWith("\xda\xce\xbe\x0a")),
  foreign("a Leica LIF file", BIOFORMATS, (text) => text.startsWith("\x70\0\0\0") && text[8] === "\x2a"),
  foreign("an OLE container, such as an Olympus OIB or Zeiss ZVI file", BIOFORMATS, (text) =>
    text.startsWith("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
  ),
  foreign("an Olympus OIF file", BIOFORMATS, (text) =>
    /^(\xff\xfe)?\[\0?F\0?i\0?l\0?e\0?V\0?e\0?r\0?s\0?i\0?o\0?n/i.test(text),
  ),
  foreign("an Olympus ETS file", BIOFORMATS, (text) => text.startsWith("SIS\0")),
  foreign(
    "a DeltaVision file",
    BIOFORMATS,
    (text) => text.slice(96, 98) === "\xa0\xc0" || text.slice(96, 98) === "\xc0\xa0",
  ),
  foreign("a DICOM file", BIOFORMATS, (text) => text.slice(128, 132) === "DICM"),
  foreign(
    "an HDF5 file",
    "Export its images as TIFF or npy; for Imaris (.ims) files, use bioformats2raw.",
    (text) => text.startsWith("\x89HDF\r\n\x1a\n"),
  ),
  foreign(
    "a JPEG 2000 image",
    PLAIN.replace("jxl", "jp2"),
    (text) => text.startsWith("\0\0\0\x0cjP  \r\n\x87\n") || text.startsWith("\xff\x4f\xff\x51"),
  ),
  foreign(
    "a JPEG XL image",
    PLAIN,
    (text) => text.startsWith("\0\0\0\x0cJXL \r\n\x87\n") || text.startsWith("\xff\x0a"),
  ),
  foreign("an AVIF or HEIC image", PLAIN.replace("jxl", "heic"), (text) => HEIF_BRANDS.test(text)),
  foreign("an SVG drawing", "Export it as PNG.", (text) =>
    /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg[\s>]/s.test(text),
  ),
  foreign("a PDF file", "Export its images as PNG or TIFF.", (text) => text.startsWith("%PDF-")),
];

/** Formats that are not read, by extension: for files whose content is not examined, or not recognized. */
const FOREIGN_EXTENSIONS: Readonly<Record<string, string>> = {
  czi: "a Zeiss CZI file",
  lif: "a Leica LIF file",
  lof: "a Leica LOF file",
  nd2: "a Nikon ND2 file",
  oib: "an Olympus OIB file",
  oif: "an Olympus OIF file",
  vsi: "an Olympus VSI file",
  ets: "an Olympus ETS file",
  zvi: "a Zeiss ZVI file",
  dv: "a DeltaVision file",
  ims: "an Imaris file",
  mrxs: "a MIRAX slide",
};

/** Return the fault of a microscope's own format, or of a zipped Zarr folder, by the file's extension; undefined for other files. */
export function microscopeFault(file: string): ImageFault | undefined {
  if (/\.(zarr\.zip|ozx)$/i.test(file)) {
    return { reason: "a zipped Zarr folder", remedy: "Unpack it, and give the folder." };
  }
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  if (!Object.hasOwn(FOREIGN_EXTENSIONS, extension)) return undefined;
  return { reason: FOREIGN_EXTENSIONS[extension]!, remedy: BIOFORMATS };
}
