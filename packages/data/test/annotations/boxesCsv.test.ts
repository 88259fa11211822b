import { expect, test } from "vitest";
import { parseBoxesCsv } from "../../src/node.ts";

test("parseBoxesCsv reads sizes, corners and squares", () => {
  const boxes = [{ left: 1, top: 2, width: 3, height: 4, label: "a" }];
  expect(parseBoxesCsv("image,left,top,width,height,label\nf.png,1,2,3,4,a\n")).toEqual([
    { file: "f.png", boxes, dropped: [] },
  ]);
  expect(parseBoxesCsv("filename,xmin,ymin,xmax,ymax,class\nf.png,1,2,4,6,a")[0]!.boxes).toEqual(boxes);
  expect(parseBoxesCsv("file,class,source_image,x,y,side\nc.png,a,f.png,1,2,3")).toEqual([
    { file: "f.png", boxes: [{ left: 1, top: 2, width: 3, height: 3, label: "a" }], dropped: [] },
  ]);
});

test("parseBoxesCsv groups rows by field and separates invalid ones", () => {
  const fields = parseBoxesCsv(
    "image,x,y,w,h\na,0,0,2,2\nb,0,0,2,2\na,0,0,2,2\na,-5,0,2,2\na,,0,2,2\na,0,0,0,2\n__proto__,0,0,1,1\na",
  );
  expect(fields.map(({ file, boxes }) => [file, boxes.length])).toEqual([
    ["a", 2],
    ["b", 1],
    ["__proto__", 1],
  ]);
  expect(fields[0]!.dropped.map(({ reason }) => reason)).toEqual([
    "duplicate",
    "invalid",
    "empty",
    "invalid",
  ]);
});

test.each(["", "a,b\n1,2", 'image,left,top,width\n"f,1,2,3', "image,left,top,width\nf,1,2,3"])(
  "parseBoxesCsv rejects %j",
  (text) => {
    expect(() => parseBoxesCsv(text)).toThrow(expect.objectContaining({ code: "ERR_ANNOTATIONS" }));
  },
);
