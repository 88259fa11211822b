/**
 * The page: a form, the images, and a worker that does the work.
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
