/**
 * Content-Security-Policy of the page: files of its own origin and images made by the page only. WebAssembly may be compiled; eval is
 * forbidden.
 */
export const contentSecurityPolicy: string = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
