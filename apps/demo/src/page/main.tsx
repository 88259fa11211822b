/**
 * The page: a form, the generated images, and a worker that computes them.
 *
 * @module
 */
import { render } from "preact";
import { registerServiceWorker } from "../offline/registerServiceWorker.ts";
import { App } from "./App.tsx";
import "./colours.css";
import "./style.css";

registerServiceWorker();
render(<App />, document.getElementById("page")!);
