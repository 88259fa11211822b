import { expect, it } from "vitest";
import type { OfflinePage } from "./offlinePage.ts";

/** Tests of the service worker, which serves the page offline. */
export function serviceWorkerTests(opened: () => OfflinePage): void {
  it("deletes the caches of older versions, and keeps the caches of other pages", async () => {
    const { demo } = opened();
    const { page: other } = await demo.open();
    await other.evaluate(async () => {
      await caches.open(`${location.href}service-worker.js older`);
      await caches.open("of another page");
      const registration = await navigator.serviceWorker.ready;
      await registration.unregister();
    });
    const address = other.url();
    await other.goto("about:blank"); // Only a worker without a page goes.
    await other.goto(address);
    await expect
      .poll(
        () => other.evaluate(async () => (await caches.keys()).map((name) => name.split(" ").at(-1)).sort()),
        { timeout: 30_000 },
      )
      .toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), "page"]);
    await other.close();
  });

  it("reloads offline", async () => {
    const { page, complaints, driver } = opened();
    await page.reload();
    await page.getByRole("button", { name: "Generate", disabled: false }).waitFor();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await driver.generate({ "Number of images": "1", Steps: "2" });
    expect(complaints).toEqual([]);
  });
}
