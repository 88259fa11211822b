import type { FinishedImage, GenerationSettings, ModelFacts, Preview, Reply } from "../../protocol.ts";

export interface StudioState {
  /** What runs the networks; undefined while it starts. */
  readonly engine: string | undefined;
  /** The model that is open. */
  readonly model: ModelFacts | undefined;
  readonly isOpening: boolean;
  readonly generation: Generation | undefined;
  /** What went wrong last, in one line. */
  readonly error: string | undefined;
}

/** A set of images that is being generated, or was. */
export interface Generation {
  readonly status: "preparing" | "generating" | "done" | "stopped" | "failed";
  readonly model: ModelFacts;
  readonly settings: GenerationSettings;
  /** The network's calls so far, and in all. */
  readonly done: number;
  readonly total: number;
  /** By number; undefined before the first step. */
  readonly images: readonly (Preview | FinishedImage | undefined)[];
  readonly seconds: number;
}

type Action =
  | Reply
  | { readonly kind: "opening" }
  | { readonly kind: "generating"; readonly settings: GenerationSettings };

export const initialState: StudioState = {
  engine: undefined,
  model: undefined,
  isOpening: true,
  generation: undefined,
  error: undefined,
};

export function isBusy({ generation }: StudioState): boolean {
  return generation?.status === "preparing" || generation?.status === "generating";
}

/** The images that are finished. */
export function finishedImages({ images }: Generation): FinishedImage[] {
  return images.filter((image) => image !== undefined && "file" in image);
}

/** What the page knows after something was asked of the worker, or told by it. */
export function studioReducer(state: StudioState, action: Action): StudioState {
  const { generation } = state;
  switch (action.kind) {
    case "engine":
      return { ...state, engine: action.description };
    case "opening":
      return { ...state, isOpening: true, error: undefined };
    case "opened":
      return { ...state, isOpening: false, model: action.model };
    case "generating":
      return { ...state, error: undefined, generation: begun(state.model!, action.settings) };
    case "step": {
      if (!generation) return state;
      const { done, total } = action;
      return {
        ...state,
        generation: {
          ...generation,
          status: "generating",
          done,
          total,
          images: put(generation, action.previews),
        },
      };
    }
    case "image":
      return generation
        ? { ...state, generation: { ...generation, images: put(generation, [action.image]) } }
        : state;
    case "generated": {
      if (!generation) return state;
      const status = action.isStopped ? "stopped" : "done";
      return { ...state, generation: { ...finished(generation), status, seconds: action.seconds } };
    }
    case "failed":
      return {
        ...state,
        error: action.message,
        isOpening: action.doing === "open" ? false : state.isOpening,
        generation:
          generation && action.doing === "generate"
            ? { ...finished(generation), status: "failed" }
            : generation,
      };
  }
}

function begun(model: ModelFacts, settings: GenerationSettings): Generation {
  const images = new Array<undefined>(settings.count).fill(undefined);
  return { status: "preparing", model, settings, done: 0, total: 0, images, seconds: 0 };
}

function put({ images }: Generation, changed: readonly (Preview | FinishedImage)[]): Generation["images"] {
  const all = [...images];
  for (const image of changed) all[image.index] = image;
  return all;
}

/** What is left when the work has ended: images that are still noise go. */
function finished(generation: Generation): Generation {
  return { ...generation, images: finishedImages(generation) };
}
