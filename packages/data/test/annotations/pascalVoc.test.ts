import { expect, test } from "vitest";
import { parsePascalVoc } from "../../src/node.ts";

const object = (name: string, [xmin, ymin, xmax, ymax]: readonly (number | string)[]): string =>
  `<object><name>${name}</name><bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`;
const voc = (...objects: string[]): string =>
  `<?xml version="1.0"?><annotation><filename>a &amp; b.jpg</filename>${objects.join("\n")}</annotation>`;

test("parsePascalVoc converts the first and last pixels, counted from 1, to a corner and a size", () => {
  expect(parsePascalVoc(voc(object("RBC", [10, 20, 40, 70]), object("WBC", [1, 1, 640, 480])))).toEqual({
    file: "a & b.jpg",
    boxes: [
      { left: 9, top: 19, width: 31, height: 51, label: "RBC" },
      { left: 0, top: 0, width: 640, height: 480, label: "WBC" },
    ],
    dropped: [],
  });
});

test("parsePascalVoc reads a first pixel of 0 as 1", () => {
  const { boxes, dropped } = parsePascalVoc(
    voc(object("RBC", [0, 3, 5, 4]), object("WBC", [7, 0, 7, 9]), object("RBC", [0, 0, 0, 0])),
  );
  expect(boxes).toEqual([
    { left: 0, top: 2, width: 5, height: 2, label: "RBC" },
    { left: 6, top: 0, width: 1, height: 9, label: "WBC" },
  ]);
  expect(dropped.map(({ reason }) => reason)).toEqual(["empty"]);
});

test("parsePascalVoc separates empty, duplicate and invalid boxes", () => {
  const { boxes, dropped } = parsePascalVoc(
    voc(
      object("RBC", [1, 2, 3, 4]),
      object("RBC", [1, 2, 3, 4]),
      object("WBC", [1, 2, 3, 4]),
      object("RBC", [5, 2, 4, 4]),
      object("RBC", [9, 2, 5, 4]),
      object("RBC", ["nan", 2, 5, 4]),
      "<object><name>RBC</name></object>",
    ),
  );
  expect(boxes.map(({ label }) => label)).toEqual(["RBC", "WBC"]);
  expect(dropped.map(({ reason }) => reason)).toEqual(["duplicate", "empty", "empty", "invalid", "invalid"]);
});

test("parsePascalVoc expands no entities", () => {
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
  const bomb = `<!DOCTYPE annotation [<!ENTITY l0 "lol">${lol}<!ENTITY x "y">]>`;
  expect(parsePascalVoc(bomb + voc(object("&l9;", [1, 2, 3, 4]))).boxes[0]).toMatchObject({ label: "&l9;" });
  const external = '<!DOCTYPE annotation [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
  expect(() => parsePascalVoc(external + voc(object("&f;", [1, 2, 3, 5])))).toThrow(
    expect.objectContaining({ code: "ERR_ANNOTATIONS" }),
  );
});

test("parsePascalVoc keeps names of built-in properties", () => {
  const { boxes } = parsePascalVoc(
    voc(object("__proto__", [1, 2, 3, 4]), object("constructor", [1, 2, 3, 4])),
  );
  expect(boxes.map(({ label }) => label)).toEqual(["__proto__", "constructor"]);
  expect(() => parsePascalVoc("<annotation><__proto__><x>1</x></__proto__></annotation>")).toThrow(
    expect.objectContaining({ code: "ERR_ANNOTATIONS" }),
  );
});

test("parsePascalVoc rejects other text, and deep nesting does not overflow the stack", () => {
  const error = expect.objectContaining({ code: "ERR_ANNOTATIONS" });
  for (const text of ["", "{}", "<other/>", "<annotation><object>", "<annotation", "a".repeat(1000)]) {
    try {
      expect(parsePascalVoc(text).boxes).toEqual([]);
    } catch (thrown) {
      expect(thrown).toEqual(error);
    }
  }
  const deep = `<annotation>${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}</annotation>`;
  try {
    expect(parsePascalVoc(deep).boxes).toEqual([]);
  } catch (thrown) {
    expect(thrown).toEqual(error);
  }
});
