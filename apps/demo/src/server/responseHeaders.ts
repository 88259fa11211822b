import { contentSecurityPolicy } from "./contentSecurityPolicy.ts";

/** These make the page cross-origin isolated: only then may WebAssembly have threads. */
export const isolationHeaders: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Sent with every file. Workers take the policy from their own script's headers. */
export const responseHeaders: Readonly<Record<string, string>> = {
  ...isolationHeaders,
  "Content-Security-Policy": `${contentSecurityPolicy}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  // Another version of the page may be served from the same address later.
  "Cache-Control": "no-cache",
};
