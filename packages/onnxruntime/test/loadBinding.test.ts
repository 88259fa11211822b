import { afterEach, expect, it, vi } from "vitest";
import { loadBinding, platforms } from "../src/loadBinding.ts";

afterEach(() => vi.unstubAllEnvs());

const unavailable = (message: string | RegExp) =>
  expect.objectContaining({ code: "ERR_ONNXRUNTIME_BINDING", message: expect.stringMatching(message) });

const missing = (name: string): never => {
  throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack: …`), {
    code: "MODULE_NOT_FOUND",
  });
};

function failureOf(platform: string, load: (name: string) => unknown): unknown {
  try {
    return loadBinding(platform, load);
  } catch (error) {
    return error;
  }
}

it("loadBinding loads the library of this platform, with telemetry off", () => {
  vi.stubEnv("ORT_DISABLE_TELEMETRY", undefined);
  expect(loadBinding().listSupportedBackends()).toContainEqual({ name: "cpu", bundled: true });
  expect(process.env["ORT_DISABLE_TELEMETRY"]).toBe("1");
});

it("loadBinding names the package to install where that of the platform is missing", () => {
  for (const platform of platforms) {
    expect(failureOf(platform, missing)).toEqual(
      unavailable(`Install it: npm install @cellgen/onnxruntime-${platform}@1.30.0$`),
    );
  }
});

it("loadBinding refuses a platform without a package", () => {
  expect(failureOf("sunos-sparc", missing)).toEqual(
    unavailable(/^@cellgen\/onnxruntime: platform must be one of darwin-arm64, .+, got sunos-sparc\.$/),
  );
});

it("loadBinding says why a library does not load", () => {
  const damaged = (): never => {
    throw Object.assign(new Error("libonnxruntime.so.1: file too short\nmore"), {
      code: "ERR_DLOPEN_FAILED",
    });
  };
  expect(failureOf("linux-x64", damaged)).toEqual(
    unavailable(
      /^@cellgen\/onnxruntime: @cellgen\/onnxruntime-linux-x64 cannot be loaded \(.+ file too short\)\.$/,
    ),
  );
});
