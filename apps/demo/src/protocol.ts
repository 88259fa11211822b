import type { CellImage } from "@cellgen/data";
import type { SamplerName } from "@cellgen/samplers";

/** Requests from the page to the worker. */
export type Request =
  | { readonly kind: "start"; readonly binaries: string }
  | { readonly kind: "open"; readonly source: ModelSource }
  | { readonly kind: "generate"; readonly settings: GenerationSettings }
  | { readonly kind: "stop" };

/** Location of a model's files. */
export type ModelSource =
  | { readonly kind: "address"; readonly name: string; readonly address: string }
  | { readonly kind: "folder"; readonly name: string; readonly files: readonly FolderFile[] };

export interface FolderFile {
  /** Relative to the folder, separated by "/". */
  readonly path: string;
  readonly file: File;
}

export interface GenerationSettings {
  readonly count: number;
  readonly seed: number;
  readonly sampler: SamplerName;
  readonly steps: number;
  /** Class label of all images; undefined = each class in turn. */
  readonly label: number | undefined;
}

/** Replies from the worker to the page. */
export type Reply =
  | { readonly kind: "engine"; readonly description: string }
  | { readonly kind: "opened"; readonly model: ModelFacts }
  | {
      readonly kind: "step";
      readonly done: number;
      readonly total: number;
      readonly previews: readonly Preview[];
    }
  | { readonly kind: "image"; readonly image: FinishedImage }
  | { readonly kind: "generated"; readonly seconds: number; readonly isStopped: boolean }
  | { readonly kind: "failed"; readonly doing: "start" | "open" | "generate"; readonly message: string };

export interface ModelFacts {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly channelNames?: readonly string[];
  readonly classes: readonly string[];
  /** Maximum number of sampling steps. */
  readonly maxSteps: number;
  readonly parameterCount: number;
}

/** An unfinished image, ready to draw on a canvas. */
export interface Preview {
  readonly index: number;
  readonly shown: ImageData;
}

export interface FinishedImage extends Preview {
  readonly className: string | undefined;
  /** Image in the value range and bit depth of the training images, as written by `cellgen sample`. */
  readonly file: CellImage;
}
