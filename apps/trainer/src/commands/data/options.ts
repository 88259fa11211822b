import { groupOption } from "../../options/groupOption.ts";
import { outputOptions } from "../../options/modelOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { fileName, folderName, oneOf, pngName, wholeNumber } from "../../options/rules.ts";
import { indexOption, selectionOptions } from "../../options/selectionOptions.ts";
import { trainSetting } from "../train/trainSetting.ts";

/** The options of `cellgen data inspect`. */
export const inspectOptions = optionTable({
  ...inGroup("Data", {
    dir: {
      value: "<dir>",
      schema: folderName(),
      positional: true,
      required: "Give a folder of images to inspect.",
      help: "folder of images, subfolders included; or one image file or OME-Zarr folder",
    },
    index: indexOption("index.csv in the folder"),
  }),
  ...selectionOptions,
  ...inGroup("Output", {
    out: { schema: pngName(), default: "contact-sheet.png", help: "PNG file for the contact sheet" },
    json: { schema: fileName(), help: "JSON file for all findings" },
    display: trainSetting(
      "display",
      "colors of the channels on the sheet, such as blue,green; auto = by their names",
      "<colors>",
    ),
    force: { ...outputOptions.force, help: "replace existing files" },
  }),
});

/** The options of `cellgen data split`. */
export const splitOptions = optionTable({
  ...inGroup("Data", {
    data: {
      schema: folderName(),
      required: "Give a folder of images to split.",
      reads: true,
      help: "folder of images; subfolders are classes",
    },
    ...groupOption,
    seed: { schema: wholeNumber(0), default: 0, help: "random seed of the split" },
  }),
  out: {
    ...outputOptions.out,
    required: "Give a folder for the two parts.",
    help: "folder for the two parts",
  },
  force: { ...outputOptions.force, help: "replace an earlier split in --out" },
});

/** The options of `cellgen data synth`. */
export const synthOptions = optionTable({
  ...inGroup("Data", {
    kind: {
      value: "<kind>",
      schema: oneOf(["fluorescence", "smear", "spp"]),
      required: "Choose fluorescence, smear or spp.",
      help: "kind of cells: fluorescence (nuclei), smear (stained blood cells) or spp (seen through a spiral phase plate)",
    },
    count: { schema: wholeNumber(1, 1_000_000), default: 300, help: "number of images" },
    size: {
      value: "<pixels>",
      schema: wholeNumber(16, 2048),
      default: 64,
      help: "side length of the images",
    },
    seed: { schema: wholeNumber(0), default: 0, help: "random seed" },
  }),
  out: {
    ...outputOptions.out,
    required: "Give a folder for the images.",
    help: "folder for the images",
  },
  force: { ...outputOptions.force, help: "replace earlier synthetic cells in --out" },
});

export type SynthSettings = SettingsOf<typeof synthOptions>;
