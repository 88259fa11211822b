import { useEffect, useReducer, useRef } from "preact/hooks";
import type { GenerationSettings, ModelSource, Reply, Request } from "../../protocol.ts";
import { shippedModel } from "./shippedModel.ts";
import { initialState, type StudioState, studioReducer } from "./studioState.ts";

export interface Studio {
  readonly state: StudioState;
  /** Open a model. If the source is a promise, its rejection is shown as an error. */
  open(source: ModelSource | Promise<ModelSource>): void;
  generate(settings: GenerationSettings): void;
  stop(): void;
}

/** Start the worker and keep the state of its work. */
export function useStudio(): Studio {
  const [state, dispatch] = useReducer(studioReducer, initialState);
  const worker = useRef<Worker>(null);
  const [asked, opened] = [useRef(shippedModel), useRef(shippedModel)];
  const send = (request: Request): void => worker.current?.postMessage(request);

  function start(): void {
    worker.current?.terminate();
    asked.current = opened.current;
    const started = new Worker(new URL("../../worker/worker.ts", import.meta.url), { type: "module" });
    started.onmessage = ({ data: reply }: MessageEvent<Reply>) => {
      dispatch(reply);
      if (reply.kind === "opened") opened.current = asked.current;
      // Restart the worker, which frees its memory and replaces an aborted runtime.
      if (reply.kind === "failed" && reply.doing === "generate") start();
    };
    started.onerror = () => {
      dispatch({
        kind: "failed",
        doing: "start",
        message: "The worker of the page cannot be started. Reload the page.",
      });
    };
    worker.current = started;
    send({ kind: "start", binaries: new URL("engine/", document.baseURI).href });
    send({ kind: "open", source: opened.current });
  }

  useEffect(() => {
    start();
    return () => worker.current?.terminate();
  }, []);

  return {
    state,
    async open(source) {
      dispatch({ kind: "opening" });
      try {
        asked.current = await source;
        send({ kind: "open", source: asked.current });
      } catch (error) {
        dispatch({ kind: "failed", doing: "open", message: (error as Error).message });
      }
    },
    generate(settings) {
      dispatch({ kind: "generating", settings });
      send({ kind: "generate", settings });
    },
    stop: () => send({ kind: "stop" }),
  };
}
