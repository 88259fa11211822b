import type { DrawnImage, DrawSettings, ModelFacts, Preview, Reply } from "../protocol.ts";

export interface StudioState {
  /** What runs the networks; undefined while it starts. */
  readonly engine: string | undefined;
  /** The model that is open. */
  readonly model: ModelFacts | undefined;
  readonly isOpening: boolean;
  readonly drawing: Drawing | undefined;
  /** What went wrong last, in one line. */
  readonly error: string | undefined;
}

/** Images that are drawn, or were. */
export interface Drawing {
  readonly status: "preparing" | "drawing" | "done" | "stopped" | "failed";
  readonly model: ModelFacts;
  readonly settings: DrawSettings;
  /** The network's calls so far, and in all. */
  readonly done: number;
  readonly total: number;
  /** By number; undefined before the first step. */
  readonly images: readonly (Preview | DrawnImage | undefined)[];
  readonly seconds: number;
}

type Action =
  | Reply
  | { readonly kind: "opening" }
  | { readonly kind: "drawing"; readonly settings: DrawSettings };

export const initialState: StudioState = {
  engine: undefined,
  model: undefined,
  isOpening: true,
  drawing: undefined,
  error: undefined,
};

export function isBusy({ drawing }: StudioState): boolean {
  return drawing?.status === "preparing" || drawing?.status === "drawing";
}

/** The images that are finished. */
export function drawnImages({ images }: Drawing): DrawnImage[] {
  return images.filter((image) => image !== undefined && "file" in image);
}

/** What the page knows after something was asked of the worker, or told by it. */
export function studioReducer(state: StudioState, action: Action): StudioState {
  const { drawing } = state;
  switch (action.kind) {
    case "engine":
      return { ...state, engine: action.description };
    case "opening":
      return { ...state, isOpening: true, error: undefined };
    case "opened":
      return { ...state, isOpening: false, model: action.model };
    case "drawing":
      return { ...state, error: undefined, drawing: begun(state.model!, action.settings) };
    case "step": {
      if (!drawing) return state;
      const { done, total } = action;
      return {
        ...state,
        drawing: { ...drawing, status: "drawing", done, total, images: put(drawing, action.previews) },
      };
    }
    case "image":
      return drawing ? { ...state, drawing: { ...drawing, images: put(drawing, [action.image]) } } : state;
    case "drawn": {
      if (!drawing) return state;
      const status = action.isStopped ? "stopped" : "done";
      return { ...state, drawing: { ...finished(drawing), status, seconds: action.seconds } };
    }
    case "failed":
      return {
        ...state,
        error: action.message,
        isOpening: action.doing === "open" ? false : state.isOpening,
        drawing: drawing && action.doing === "draw" ? { ...finished(drawing), status: "failed" } : drawing,
      };
  }
}

function begun(model: ModelFacts, settings: DrawSettings): Drawing {
  const images = new Array<undefined>(settings.count).fill(undefined);
  return { status: "preparing", model, settings, done: 0, total: 0, images, seconds: 0 };
}

function put({ images }: Drawing, changed: readonly (Preview | DrawnImage)[]): Drawing["images"] {
  const all = [...images];
  for (const image of changed) all[image.index] = image;
  return all;
}

/** What is left when the work has ended: images that are still noise go. */
function finished(drawing: Drawing): Drawing {
  return { ...drawing, images: drawnImages(drawing) };
}
