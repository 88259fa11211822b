import type { CommandDefinition } from "../../runner/commandDefinition.ts";

/** `cellgen engines` */
export const enginesCommand: CommandDefinition = {
  name: "engines",
  summary: "List the compute engines of this machine, with their speed.",
  options: {},
  details: {
    Engines: [
      "Names for --engine:",
      {
        auto: "the first of onnx, tensorflow, wasm and cpu that works",
        onnx: "ONNX Runtime on the CPU, all cores: the fastest without a GPU",
        "onnx:webgpu": "ONNX Runtime on the GPU through WebGPU (Linux x64, macOS, Windows)",
        "onnx:cuda":
          "ONNX Runtime on an NVIDIA GPU through CUDA 12 (Linux x64), if onnxruntime-node is installed",
        "onnx:coreml": "ONNX Runtime through Core ML (macOS)",
        "onnx:dml": "ONNX Runtime through DirectML (Windows), if onnxruntime-node is installed",
        tensorflow: "TensorFlow's native library, if @tensorflow/tfjs-node is installed",
        webgpu: "TensorFlow.js on the GPU, in pages only",
        webgl: "TensorFlow.js on the GPU, in pages without WebGPU",
        wasm: "TensorFlow.js in WebAssembly, one thread",
        cpu: "TensorFlow.js in plain JavaScript, slow",
      },
      "Each onnx:… engine first runs a small training step and compares it with the CPU. The table lists the number of operators that fall back to the CPU, and the maximum difference relative to the maximum value.",
    ],
  },
  run: () => import("./run.ts"),
};
