/**
 * Cache the page's files for offline use. The network takes precedence, so a cached page never hides a newer one.
 *
 * @module
 */

/** Paths of the page's files, and a digest of their contents. The build inserts both. */
declare const files: readonly string[];
declare const version: string;

/** Members of a service worker's global scope, which TypeScript's DOM types lack. */
interface ServiceWorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

interface ExtendableEvent {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const scope = self as ServiceWorkerScope & typeof self;
/** Prefix of this page's cache names, the URL of this script. Other pages of the same origin may have caches too. */
const own = `${location.href} `;
const current = own + version;
const addresses: ReadonlySet<string> = new Set(files.map((file) => new URL(file, location.href).href));

scope.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const [address = ""] = request.url.split(/[?#]/);
  if (request.method === "GET" && addresses.has(address)) event.respondWith(answer(request, address));
});

async function keep(): Promise<void> {
  const cache = await caches.open(current);
  await cache.addAll([...addresses]);
}

async function forgetOlder(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(own) && name !== current) await caches.delete(name);
}

async function answer(request: Request, address: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(current)).match(address);
    if (kept) return kept;
    throw error;
  }
}
