/** Thread of a decode pool: decodes lists of images. */
import { parentPort } from "node:worker_threads";
import { type DecodeTask, taskDecoder } from "./decodePool/decodeTask.ts";

const decode = taskDecoder();

parentPort!.on("message", (tasks: readonly DecodeTask[]) => {
  const decoded = tasks.map(decode);
  const buffers = decoded.flatMap((image) => (image ? [image.data.buffer as ArrayBuffer] : []));
  parentPort!.postMessage(decoded, [...new Set(buffers)]);
});
