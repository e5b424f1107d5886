// Answers for the network when it is away, from what a register page kept on this device; never otherwise.

const NAME = "samenloop-registers-";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function kept(request) {
  const names = (await caches.keys()).filter((name) => name.startsWith(NAME));
  for (const name of names) {
    const answer = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (answer) return answer;
  }
  return undefined;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const isPart = new URL(request.url).pathname.startsWith("/static/");
  if (request.method !== "GET" || (request.mode !== "navigate" && !isPart)) return;
  event.respondWith(fetch(request).catch(async () => (await kept(request)) ?? Response.error()));
});
