import {
  folderScale,
  folderSummary,
  type Grouping,
  type ImageFile,
  type ImageFolder,
  samplesOf,
  splitFiles,
  trainingImageDigests,
} from "@cellgen/data/node";
import { type ModelCard, trainingSelection } from "@cellgen/pipelines";
import { MIN_ROWS } from "../measures/featureDistances.ts";
import type { ClassWeights } from "../measures/selectByClass.ts";
import type { EvaluatedModel, EvaluateFolderOptions } from "./evaluateFolderOptions.ts";
import { checkCount } from "./evaluationError.ts";
import type { EvaluationFolder } from "./evaluationFolder.ts";
import { type EvaluationIssue, type EvaluationWarning, evaluationWarning } from "./evaluationWarning.ts";
import { heldOutIssues } from "./heldOutIssues.ts";
import { cropSide } from "./images/readCropSet.ts";
import { MAX_IMAGES } from "./images/readImageSet.ts";
import { scanFolder, withDigests } from "./images/scanFolder.ts";
import { labelsAmong, sharedClasses } from "./images/sharedClasses.ts";

/** Files of a folder, and the compared label for each label of the folder. */
export interface PlannedFiles {
  readonly folder: ImageFolder;
  readonly files: readonly ImageFile[];
  readonly labels: readonly number[];
}

/** Source of the held-out images: another folder, or a part of the images. */
export type HeldOutSource =
  | { readonly folder: string }
  /** The images that the model was not trained on, by its list of training images; or about a quarter, by groups or files. */
  | { readonly grouping: Grouping | { readonly by: "model" }; readonly description: string };

/** Sets to compare. */
export interface EvaluationPlan {
  /** Model card, of the model or for the images. */
  readonly card: ModelCard;
  readonly training: PlannedFiles;
  readonly heldOut: PlannedFiles;
  /** Generated images of a folder. */
  readonly images?: PlannedFiles;
  /** Classes of the real images; label k is `classes[k]`. */
  readonly classes: readonly string[];
  /** Whether the generated images have these classes too. */
  readonly generatedHaveClasses: boolean;
  /** Weight of the classes in the measures of all images: equal for a model that was trained on them equally often. */
  readonly classWeights: ClassWeights;
  readonly heldOutFrom: HeldOutSource;
  readonly warnings: readonly EvaluationWarning[];
}

const CALLER = "evaluateFolder";
/** Maximum side at which generated images of a folder are compared. */
const MAX_SIDE = 128;

/**
 * Scan the folders, split the real images, and determine the common classes.
 *
 * @throws EvaluationError if a folder cannot be used or has too few images.
 */
export async function evaluationPlan(
  options: EvaluateFolderOptions,
  model: EvaluatedModel | undefined,
): Promise<EvaluationPlan> {
  const selection = { ...(model && trainingSelection(model.card)), ...options.selection };
  const scan = async (folder: "data" | "heldOut", place: string): Promise<ImageFolder> => {
    const index = folder === "data" ? options.index : undefined;
    return await withDigests(
      await scanFolder(CALLER, folder, place, { ...options, selection, index }),
      options,
    );
  };
  const data = await scan("data", options.data);
  const others = options.heldOut === undefined ? undefined : await scan("heldOut", options.heldOut);
  const images =
    options.images === undefined
      ? undefined
      : await samplesOf(
          await scanFolder(CALLER, "images", options.images, {
            ...options,
            selection: undefined,
            index: undefined,
          }),
        );
  const card = model?.card ?? cardOfImages(images!, data);
  const generatedClasses = model?.card.classes ?? images!.classes;
  const { classes, warnings } = sharedClasses(data, others, generatedClasses);
  const planned = (folder: ImageFolder, files: readonly ImageFile[], compared = classes): PlannedFiles => {
    const labels = labelsAmong(compared, folder);
    return {
      folder,
      labels,
      files: files.filter(({ label }) => compared.length === 0 || labels[label]! >= 0),
    };
  };
  const digests = model && (await trainingImageDigests(model.folder));
  const { files } = planned(data, data.files);
  const hasClasses = classes.length > 0;
  checkCount("data", files, MIN_ROWS, hasClasses);
  const split = others
    ? {
        training: data.files.filter(({ part }) => part !== "heldOut"),
        heldOut: others.files,
        grouping: undefined,
        description: "",
      }
    : (splitOfModel(files, data.split ? undefined : digests) ??
      (await splitFiles(data.path, files, {
        seed: options.seed ?? 0,
        group: options.group,
        classes: data.classes,
        everyClass: hasClasses,
      })));
  const training = planned(data, split.training);
  const heldOut = planned(others ?? data, split.heldOut);
  checkCount("data", training.files, MIN_ROWS, hasClasses);
  checkCount(others ? "heldOut" : "split", heldOut.files, MIN_ROWS, hasClasses);
  const generatedHaveClasses = hasClasses && generatedClasses.length > 0;
  const generated = images && planned(images, images.files, generatedHaveClasses ? classes : []);
  if (generated) checkCount("images", generated.files, MIN_ROWS, false);
  const unreadable = [data, others, images].flatMap((folder) => folder?.unreadable ?? []);
  const issues: EvaluationIssue[] = [
    ...heldOutIssues(training.files, heldOut.files, {
      isSplit: !others,
      digests,
      count: model && Number(card.training["images"]),
    }),
    ...tooMany("data", training.files),
    ...tooMany("heldOut", heldOut.files),
    ...(model && cropSide(card) > 0 ? [{ code: "random-crops" } as const] : []),
  ];
  return {
    card,
    training,
    heldOut,
    ...(generated ? { images: generated } : {}),
    classes,
    generatedHaveClasses,
    classWeights: model?.card.training["balance"] === true ? "equal" : "heldOut",
    heldOutFrom: split.grouping
      ? { grouping: split.grouping, description: split.description }
      : { folder: others!.path },
    warnings: [
      ...(unreadable.length > 0 ? [evaluationWarning({ code: "unreadable-files", files: unreadable })] : []),
      ...warnings,
      ...issues.map((issue) => evaluationWarning(issue)),
    ],
  };
}

/**
 * Divide the images by a model's list of training images, as they were divided for its training.
 *
 * @returns Undefined without a list, or if a part would have too few images, or none of a class.
 */
function splitOfModel(files: readonly ImageFile[], digests: ReadonlySet<string> | undefined) {
  if (!digests) return undefined;
  const training = files.filter(({ digest = "" }) => digests.has(digest));
  const heldOut = files.filter(({ digest = "" }) => !digests.has(digest));
  const labels = new Set(files.map(({ label }) => label));
  const isUsable = [training, heldOut].every(
    (part) => part.length >= MIN_ROWS && new Set(part.map(({ label }) => label)).size === labels.size,
  );
  return isUsable
    ? {
        training,
        heldOut,
        grouping: { by: "model" } as const,
        description: "the images that the model was not trained on, by its images.csv",
      }
    : undefined;
}

function tooMany(folder: EvaluationFolder, { length: count }: ArrayLike<unknown>): EvaluationIssue[] {
  return count > MAX_IMAGES ? [{ code: "too-many-images", folder, count, used: MAX_IMAGES }] : [];
}

/** Create a card for images without a model: their size, and the value range of the real images. */
function cardOfImages(images: ImageFolder, real: ImageFolder): ModelCard {
  const { width, height } = folderSummary(images);
  const side = Math.min(Math.round(Math.min(width.median, height.median)), MAX_SIDE);
  const channels = Math.max(images.channels, real.channels);
  const channelNames = channels === real.channels ? real.channelNames : undefined;
  return {
    formatVersion: 2,
    height: side,
    width: side,
    channels,
    ...(channelNames ? { channelNames } : {}),
    pixelType: real.pixelType,
    ranges: folderScale(real, { channels }).ranges,
    rangeScope: real.rangeScope,
    classes: images.classes,
    training: {},
  };
}
