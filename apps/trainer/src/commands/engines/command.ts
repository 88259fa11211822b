import { Command } from "commander";
import type { Io } from "../../terminal/io.ts";

const names = `
The names, for --engine of every command that computes:
  auto         the first of onnx, tensorflow, wasm, cpu that works
  onnx         ONNX Runtime on the processor, all cores: the fastest without a graphics card
  onnx:webgpu  ONNX Runtime on the graphics card through WebGPU (Linux x64, macOS, Windows)
  onnx:cuda    on an NVIDIA card through CUDA 12 (Linux x64)
  onnx:coreml  through Apple's Core ML (macOS)
  onnx:dml     through DirectML (Windows)
  tensorflow   TensorFlow's native library, if @tensorflow/tfjs-node is installed
  webgpu       TensorFlow.js on the graphics card: in pages alone
  webgl        likewise, for browsers without WebGPU
  wasm         TensorFlow.js in WebAssembly, one thread
  cpu          TensorFlow.js in plain JavaScript: everywhere, slow

Each onnx:… first computes a small training step and compares it with the processor's; the table tells how many of its operators the
processor had to run, and by what part of the greatest number the results differ.`;

/** `cellgen engines`: what can run a network here. */
export function enginesCommand(io: Io): Command {
  return new Command("engines")
    .description("Lists what can run the networks on this machine: usable or not, why, and how fast.")
    .addHelpText("after", names)
    .action(async () => {
      const { engines } = await import("./run.ts");
      await engines(io);
    });
}
