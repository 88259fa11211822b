import { z } from "zod";
import { displayOption } from "../../../options/displayOption.ts";
import { outputFormats } from "../../../options/formatOption.ts";
import { outputOptions } from "../../../options/modelOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../../options/optionTable.ts";
import { fileName, folderName, numberBetween, oneOf, wholeNumber, yesOrNo } from "../../../options/rules.ts";
import { selectionOptions } from "../../../options/selectionOptions.ts";

const sizeRule = "must be a side or WIDTHxHEIGHT in pixels, each from 1 to 4096";
const micrometreRule = "must be a length in micrometers above 0, such as 0.5um";
const marginRule = "must be a share of the longer side such as 0.2, or pixels such as 8px";

/** Create a rule for a size in pixels: `64` or `48x80`, width x height. */
function cropSize(): z.ZodString {
  const side = "([1-9]\\d{0,2}|[1-3]\\d{3}|40[0-8]\\d|409[0-6])";
  return z.string(sizeRule).regex(new RegExp(`^${side}(x${side})?$`, "i"), sizeRule);
}

function micrometres(): z.ZodString {
  return z
    .string(micrometreRule)
    .regex(/^(?=.*[1-9])(\d+(\.\d*)?|\.\d+)\s*(um|\u00b5m|\u03bcm)$/i, micrometreRule)
    .meta({ placeholder: "<length>" });
}

/** The options of `cellgen data crop`. */
export const cropOptions = optionTable({
  ...inGroup("Fields", {
    input: {
      value: "<place>",
      schema: fileName(),
      required: "Give an image of a field, or a folder of them.",
      reads: true,
      help: "image of a field, or folder of images",
    },
    fieldPixelSize: {
      schema: micrometres(),
      defaultNote: "that of the file",
      help: "pixel size of the fields, if their files have none, such as 0.325um",
    },
    strict: { schema: yesOrNo(), default: false, help: "stop at an unreadable file instead of skipping it" },
  }),
  ...selectionOptions,
  ...inGroup("Cells (one of these)", {
    masks: {
      schema: folderName(),
      reads: true,
      help: "folder of instance masks with the names of the fields",
    },
    boxes: {
      value: "<place>",
      schema: fileName(),
      help: "file of boxes (Pascal VOC .xml, COCO .json or .csv), or folder of such files",
    },
    grid: { schema: yesOrNo(), default: false, help: "windows of --size side by side" },
    random: {
      schema: wholeNumber(1, 100_000),
      help: "number of windows of --size per field, at random positions",
    },
  }),
  ...inGroup("Crops", {
    size: {
      value: "<pixels>",
      schema: cropSize(),
      defaultNote: "that of each box with its margin",
      help: "size of the crops: a side, or WIDTHxHEIGHT",
    },
    margin: {
      value: "<x>",
      schema: z.string(marginRule).regex(/^(\d+(\.\d*)?|\.\d+)(px)?$/i, marginRule),
      default: "0.1",
      help: "margin on each side of a box: a share of its longer side, or pixels such as 8px",
    },
    scale: {
      schema: oneOf(["native", "fit"]),
      default: "native",
      help: "native keeps the size of cells; fit scales each box with its margin to --size",
    },
    aspect: {
      schema: oneOf(["square", "box"]),
      default: "square",
      help: "shape of crops without --size: square, or that of the box",
    },
    border: {
      schema: oneOf(["skip", "shift", "reflect"]),
      default: "skip",
      help: "crops beyond the field: skip them, shift them inside, or reflect the field",
    },
    minSize: {
      value: "<pixels>",
      schema: wholeNumber(1, 100_000),
      default: 4,
      help: "minimum of the shorter side of a box in pixels of the field",
    },
    pixelSize: {
      schema: micrometres(),
      defaultNote: "that of the field",
      help: "pixel size to which crops are resampled, such as 0.5um",
    },
    hideNeighbours: {
      schema: yesOrNo(),
      default: false,
      help: "replace other cells by the background (requires --masks)",
    },
  }),
  ...inGroup("Windows of --grid and --random", {
    foreground: {
      schema: numberBetween(0, 1),
      default: 0.05,
      help: "minimum share of foreground in a window; 0 = all windows",
    },
    objects: {
      schema: oneOf(["auto", "bright", "dark"]),
      default: "auto",
      help: "cells compared with the background; auto = the group with fewer pixels",
    },
    stride: {
      value: "<pixels>",
      schema: wholeNumber(1, 100_000),
      defaultNote: "--size",
      help: "distance between the windows of --grid",
    },
    seed: { schema: wholeNumber(0), default: 0, help: "random seed of --random" },
  }),
  ...inGroup("Output", {
    format: {
      schema: oneOf(outputFormats),
      defaultNote: "png, or tiff if PNG cannot hold the pixels",
      help: "file format of the crops: png, tiff or ome-tiff, or npz or zarr for all crops in one set",
    },
  }),
  display: {
    ...displayOption.display,
    defaultNote: "by the names of the channels",
    help: "colors of the channels in the report, such as blue,green",
  },
  out: { ...outputOptions.out, required: "Give a folder for the crops.", help: "folder for the crops" },
  force: { ...outputOptions.force, help: "replace earlier crops in --out" },
});

export type CropSettings = SettingsOf<typeof cropOptions>;
