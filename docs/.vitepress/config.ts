import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
import { commandSidebar } from "./commandSidebar.ts";

const apiSidebar = new URL("../api/typedoc-sidebar.json", import.meta.url);

export default defineConfig({
  title: "cellgen",
  description: "Diffusion models for cell microscopy images, in TypeScript",
  // Relative to wherever the site is served from.
  base: process.env["DOCS_BASE"] ?? "/",
  srcExclude: ["README.md"],
  cleanUrls: false,
  lastUpdated: false,
  markdown: { math: true },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Guide", link: "/guide/get-started" },
      { text: "Commands", link: "/commands/" },
      { text: "API", link: "/api/" },
      { text: "Results", link: "/results" },
    ],
    sidebar: {
      "/": [
        {
          text: "Guide",
          items: [
            { text: "Get started", link: "/guide/get-started" },
            { text: "Prepare your images", link: "/guide/prepare-images" },
            { text: "Train", link: "/guide/train" },
            { text: "Generate and evaluate", link: "/guide/generate-and-evaluate" },
            { text: "Denoise", link: "/guide/denoise" },
            { text: "Inpaint, translate, interpolate", link: "/guide/edit" },
            { text: "Use it from code", link: "/guide/code" },
            { text: "Hugging Face models", link: "/guide/hugging-face" },
            { text: "Engines and speed", link: "/guide/engines" },
            { text: "Reproducibility", link: "/guide/reproducibility" },
          ],
        },
        {
          text: "Background",
          items: [
            { text: "How it works", link: "/guide/how-it-works" },
            { text: "Extend it", link: "/guide/extend" },
            { text: "Intended use and limits", link: "/guide/limits" },
            { text: "FAQ", link: "/guide/faq" },
          ],
        },
        {
          text: "Reference",
          items: [
            { text: "Commands", link: "/commands/" },
            { text: "API", link: "/api/" },
            { text: "Results", link: "/results" },
            { text: "Measurements", link: "/measurements/" },
          ],
        },
      ],
      "/commands/": commandSidebar(),
      // Written by TypeDoc before the site is built.
      "/api/": existsSync(apiSidebar) ? JSON.parse(readFileSync(apiSidebar, "utf8")) : [],
    },
  },
});
