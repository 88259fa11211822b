import type { CellImage } from "@cellgen/data";
import type { SamplerName } from "@cellgen/samplers";

/** Requests of the page to its worker. */
export type Request =
  | { readonly kind: "start"; readonly binaries: string }
  | { readonly kind: "open"; readonly source: ModelSource }
  | { readonly kind: "generate"; readonly settings: GenerationSettings }
  | { readonly kind: "stop" };

/** Where a model's files are. */
export type ModelSource =
  | { readonly kind: "address"; readonly name: string; readonly address: string }
  | { readonly kind: "folder"; readonly name: string; readonly files: readonly FolderFile[] };

export interface FolderFile {
  /** Below the folder, with "/" between names. */
  readonly path: string;
  readonly file: File;
}

export interface GenerationSettings {
  readonly count: number;
  readonly seed: number;
  readonly sampler: SamplerName;
  readonly steps: number;
  /** The class of all images; undefined: each class in turn. */
  readonly label: number | undefined;
}

/** Replies of the worker to the page. */
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
  readonly classes: readonly string[];
  /** The most steps that a sampler can take. */
  readonly maxSteps: number;
  readonly parameterCount: number;
}

/** An image on its way out of the noise, as a canvas takes it. */
export interface Preview {
  readonly index: number;
  readonly shown: ImageData;
}

export interface FinishedImage extends Preview {
  readonly className: string | undefined;
  /** In the range and depth of the training images, as `cellgen sample` writes it. */
  readonly file: CellImage;
}
