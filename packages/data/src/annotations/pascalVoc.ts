import { XMLParser } from "fast-xml-parser";
import { AnnotationError, type CropBox, checkBoxes, type FieldBoxes } from "./cropBox.ts";

/** Element of the parsed document: one key for its tag with its children, or `#text`. */
type Element = Readonly<Record<string, unknown>>;

const CALLER = "parsePascalVoc";

/**
 * Parse a Pascal VOC annotation file: the boxes of one field.
 *
 * `xmin`, `ymin`, `xmax` and `ymax` are the numbers of the first and last pixels of a box, counted from 1, as in the original development
 * kit: the box has left `xmin - 1` and width `xmax - xmin + 1`. Some programs count from 0: an `xmin` or `ymin` of 0 is read as 1. Entities
 * are not expanded, except for the five that XML predefines.
 *
 * @param text - XML with the root element `annotation`.
 * @returns Boxes in the order of the file, and those that are invalid, empty or duplicates.
 * @throws AnnotationError if the text is not XML or has another root element.
 * @see http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/devkit_doc.html
 */
export function parsePascalVoc(text: string): FieldBoxes {
  const annotation = childrenOf(documentOf(text), "annotation")[0];
  if (!annotation) {
    throw new AnnotationError(CALLER, "it has no element annotation", "Give a Pascal VOC file.");
  }
  const file = textOf(annotation, "filename");
  const boxes = childrenOf(annotation, "object").map((object): CropBox => {
    const label = textOf(object, "name");
    const corners = childrenOf(object, "bndbox")[0] ?? [];
    const at = (name: string): number => numberOf(textOf(corners, name));
    const [left, top] = [startOf(at("xmin")), startOf(at("ymin"))];
    const box = { left, top, width: at("xmax") - left, height: at("ymax") - top };
    return label === undefined ? box : { ...box, label };
  });
  return { ...(file === undefined ? {} : { file }), ...checkBoxes(boxes) };
}

/** Return the left or upper edge of a pixel by its number, counted from 1. */
const startOf = (first: number): number => (first === 0 ? 0 : first - 1);

function documentOf(text: string): readonly Element[] {
  // In document order, the parser does not recurse into the elements, whatever their depth.
  const parser = new XMLParser({ preserveOrder: true, processEntities: false, parseTagValue: false });
  try {
    return parser.parse(text) as readonly Element[];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AnnotationError(CALLER, `not XML (${reason})`, "Export the annotations again.", { cause });
  }
}

/** Return the children of each element with a tag. */
function childrenOf(elements: readonly Element[], tag: string): (readonly Element[])[] {
  return elements.flatMap((element) => {
    const children = Object.hasOwn(element, tag) ? element[tag] : undefined;
    return Array.isArray(children) ? [children as readonly Element[]] : [];
  });
}

/** Return the text of the first element with a tag; undefined if it is missing or empty. */
function textOf(elements: readonly Element[], tag: string): string | undefined {
  const words = childrenOf(elements, tag)[0]?.map((element) => String(element["#text"] ?? ""));
  return (
    words
      ?.join("")
      .trim()
      .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => PREDEFINED[name]!) || undefined
  );
}

const PREDEFINED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const numberOf = (text: string | undefined): number => (text === undefined ? Number.NaN : Number(text));
