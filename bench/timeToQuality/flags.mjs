/** Options of timeToQuality, for `parseArgs`. `value` and `help` are for the help of `npm run bench`. */
export const flags = {
  data: { type: "string", value: "DIR", help: "folder of images with a subfolder per class" },
  minutes: { type: "string", value: "N", default: "16", help: "duration of the longest training" },
  size: {
    type: "string",
    value: "PIXELS",
    default: "32",
    help: "side length to which the images are scaled",
  },
  mode: {
    type: "string",
    value: "MODE",
    default: "eager",
    help: 'eager, compiled, bfloat16 or "compiled bfloat16", for PyTorch',
  },
  threads: { type: "string", value: "N", help: "number of CPU cores (default: all)" },
  resume: { type: "boolean", help: "keep what an interrupted measurement with the same options has trained" },
};
