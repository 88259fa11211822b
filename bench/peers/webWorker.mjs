/** The part of the browser's `Worker` that jax-js needs to use more than one thread, by Node's workers. */
import { resolveObjectURL } from "node:buffer";
import { Worker } from "node:worker_threads";

const prelude = `
const { parentPort } = require("node:worker_threads");
const self = {};
const postMessage = (message) => parentPort.postMessage(message);
parentPort.on("message", (data) => self.onmessage({ data }));
`;

export class WebWorker {
  #worker;

  /** @param url - Object URL of a script. */
  constructor(url) {
    this.#worker = this.#start(url);
  }

  async #start(url) {
    const script = await resolveObjectURL(url).text();
    const worker = new Worker(prelude + script, { eval: true });
    worker.on("message", (data) => this.onmessage({ data }));
    worker.on("error", (error) => this.onerror(error));
    worker.unref();
    return worker;
  }

  async postMessage(message) {
    (await this.#worker).postMessage(message);
  }
}
