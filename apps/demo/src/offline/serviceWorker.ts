/**
 * Keeps the page's own files, so that it also opens without a network. What the network gives goes first: a newer page is never hidden by an older one.
 *
 * @module
 */

/** The page's files by their path below it, and a name for just this set: the build puts both in. */
declare const files: readonly string[];
declare const version: string;

/** What a service worker has, of which the types of pages know nothing. */
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
/** Other pages of the same server may have caches, too: the names of this page's begin with the address of this script. */
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
