/**
 * Worker that reads models and runs networks outside of the page's main thread.
 *
 * @module
 */
import "./withoutEval.ts";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/web";
import { createGenerator, type ImageGenerator, type LoadedModel, readModel } from "@cellgen/pipelines";
import { addressFiles } from "../models/addressFiles.ts";
import { folderFiles } from "../models/folderFiles.ts";
import type { GenerationSettings, ModelSource, Reply, Request } from "../protocol.ts";
import { explain } from "./explain.ts";
import { generateImages } from "./generateImages.ts";
import { modelFacts } from "./modelFacts.ts";

/** Maximum batch size, that of `cellgen sample`. */
const maxBatchSize = 8;

let engine: Promise<Engine> | undefined;
let model: LoadedModel | undefined;
let compiled: { readonly batchSize: number; readonly generator: ImageGenerator } | undefined;
let stopping = new AbortController();
/** Queue of requests, handled one at a time. Only "stop" is handled at once. */
let work: Promise<void> = Promise.resolve();

function post(reply: Reply): void {
  self.postMessage(reply);
}

self.onmessage = ({ data: request }: MessageEvent<Request>) => {
  if (request.kind === "stop") stopping.abort();
  else {
    if (request.kind === "generate") stopping = new AbortController();
    work = work.then(() => handle(request));
  }
};

async function handle(request: Exclude<Request, { kind: "stop" }>): Promise<void> {
  try {
    switch (request.kind) {
      case "start":
        engine = createEngine("auto", { binaries: request.binaries });
        post({ kind: "engine", description: (await engine).description });
        break;
      case "open":
        await open(request.source);
        break;
      case "generate":
        await generate(request.settings);
    }
  } catch (error) {
    post({ kind: "failed", doing: request.kind, message: explain(error) });
  }
}

/** Open a model. If it fails, the previous model stays open. */
async function open(source: ModelSource): Promise<void> {
  const files =
    source.kind === "address" ? addressFiles(source.address) : folderFiles(source.name, source.files);
  const opened = await readModel(files);
  const facts = modelFacts(source.name, opened);
  await release();
  model = opened;
  post({ kind: "opened", model: facts });
}

async function release(): Promise<void> {
  await compiled?.generator.dispose();
  compiled = undefined;
}

async function generate(settings: GenerationSettings): Promise<void> {
  const { signal } = stopping;
  try {
    if (!model) throw new Error("No model is open. Open a model first.");
    const generator = await generatorFor(model, evenBatch(settings.count));
    const began = performance.now();
    signal.throwIfAborted();
    await generateImages(model, generator, settings, signal, post);
    post({ kind: "generated", seconds: (performance.now() - began) / 1000, isStopped: false });
  } catch (error) {
    if (!signal.aborted) throw error;
    post({ kind: "generated", seconds: 0, isStopped: true });
  }
}

/** Return the batch size that gives the minimum number of equally large batches. */
function evenBatch(count: number): number {
  return Math.ceil(count / Math.ceil(count / maxBatchSize));
}

async function generatorFor(model: LoadedModel, batchSize: number): Promise<ImageGenerator> {
  if (compiled?.batchSize === batchSize) return compiled.generator;
  await release();
  const generator = await createGenerator(model, await engine!, { batchSize });
  compiled = { batchSize, generator };
  return generator;
}
