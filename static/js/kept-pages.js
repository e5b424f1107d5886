// A register that was opened today can be opened again without network; signing out forgets all of them.

const NAME = "samenloop-registers-";

/** Keeps this page and what it needs on this device, for today only; true when that is done. */
export async function keepPage(worker, scope) {
  if (!("caches" in window) || !("serviceWorker" in navigator) || !navigator.onLine) return false;
  const today = NAME + new Date().toDateString().replaceAll(" ", "-");
  try {
    await clearPages(today);
    await navigator.serviceWorker.register(worker, { scope });
    const parts = performance.getEntriesByType("resource").map((entry) => entry.name);
    const needed = new Set(parts.filter((url) => new URL(url).pathname.startsWith("/static/")));
    const kept = await caches.open(today);
    await kept.add(location.pathname);
    // What this page was made of a moment ago comes from the browser itself; nothing is sent twice.
    await Promise.all([...needed].map(async (url) => kept.put(url, await fetch(url, { cache: "force-cache" }))));
    return true;
  } catch {
    // Without a place to keep pages the register still works as long as it stays open.
    return false;
  }
}

/** Forgets the kept pages, or all but those of one day. */
export async function clearPages(apartFrom = "") {
  if (!("caches" in window)) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== apartFrom);
  await Promise.all(names.map((name) => caches.delete(name)));
}
