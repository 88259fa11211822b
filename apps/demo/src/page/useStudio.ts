import { useEffect, useReducer, useRef } from "preact/hooks";
import type { DrawSettings, ModelSource, Reply, Request } from "../protocol.ts";
import { shippedModel } from "./shippedModel.ts";
import { initialState, type StudioState, studioReducer } from "./studioState.ts";

export interface Studio {
  readonly state: StudioState;
  open(source: ModelSource): void;
  draw(settings: DrawSettings): void;
  stop(): void;
  /** Says what went wrong outside of the worker. */
  fail(message: string): void;
}

/** The worker, and what the page knows of its work. */
export function useStudio(): Studio {
  const [state, dispatch] = useReducer(studioReducer, initialState);
  const worker = useRef<Worker>(null);
  const [asked, opened] = [useRef(shippedModel), useRef(shippedModel)];
  const tell = (request: Request): void => worker.current?.postMessage(request);

  function start(): void {
    worker.current?.terminate();
    asked.current = opened.current;
    const started = new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" });
    started.onmessage = ({ data: reply }: MessageEvent<Reply>) => {
      dispatch(reply);
      if (reply.kind === "opened") opened.current = asked.current;
      // Memory that a failed work has taken is given back, and a runtime that has broken off replaced.
      if (reply.kind === "failed" && reply.doing === "draw") start();
    };
    started.onerror = () => {
      dispatch({
        kind: "failed",
        doing: "start",
        message: "The page's worker does not start. Load the page again.",
      });
    };
    worker.current = started;
    tell({ kind: "start", binaries: new URL("engine/", document.baseURI).href });
    tell({ kind: "open", source: opened.current });
  }

  useEffect(() => {
    start();
    return () => worker.current?.terminate();
  }, []);

  return {
    state,
    open(source) {
      asked.current = source;
      dispatch({ kind: "opening" });
      tell({ kind: "open", source });
    },
    draw(settings) {
      dispatch({ kind: "drawing", settings });
      tell({ kind: "draw", settings });
    },
    stop: () => tell({ kind: "stop" }),
    fail: (message) => dispatch({ kind: "failed", doing: "open", message }),
  };
}
