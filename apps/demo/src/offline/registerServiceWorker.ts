/** Has the browser keep the page's files for times without a network, where it can; the page does not need it. */
export function registerServiceWorker(): void {
  navigator.serviceWorker?.register("service-worker.js").catch(() => {});
}
