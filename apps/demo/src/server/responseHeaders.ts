import { contentSecurityPolicy } from "./contentSecurityPolicy.ts";

/** Headers that make the page cross-origin isolated, which WebAssembly threads require. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Headers of every file. Workers take the policy from the headers of their own script. */
export const responseHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  "Content-Security-Policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  // Another version of the page may be served at the same address later.
  "Cache-Control": "no-cache",
};
