/** Register the service worker, which makes the page available offline. Optional: failures are ignored. */
export function registerServiceWorker(): void {
  navigator.serviceWorker?.register("service-worker.js").catch(() => {});
}
