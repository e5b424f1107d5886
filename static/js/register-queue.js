// Registers that are not saved yet, kept in this browser for the person who made them.

const PREFIX = "samenloop.register.";

/** One register per day part; each has a key, so that sending it twice has one effect. */
export class Queue {
  constructor(person) {
    this.prefix = `${PREFIX}${person}.`;
    this.busy = new Set();
  }

  items() {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(this.prefix)).sort();
    return names.flatMap((name) => {
      try { return [JSON.parse(localStorage.getItem(name))]; } catch { return []; }
    });
  }

  keep(item) {
    localStorage.setItem(this.prefix + item.path, JSON.stringify(item));
    return item;
  }

  drop(path) {
    localStorage.removeItem(this.prefix + path);
  }

  /** Saved, refused (a person must look) or it still waits. What changed while it was under way stays kept. */
  async send(item, { token }) {
    if (this.busy.has(item.path)) return { kind: "busy" };
    this.busy.add(item.path);
    try {
      let reply = await post(item, token);
      if (reply.status === 400) {
        // The page may be older than the session: ask for a fresh token, or hear that nobody is signed in.
        const state = await ask(item.state);
        reply = state.ok ? await post(item, (await state.json()).csrf_token) : state;
      }
      return this.settle(item, reply);
    } catch {
      return { kind: "waits" };
    } finally {
      this.busy.delete(item.path);
    }
  }

  async settle(item, reply) {
    const isData = reply.headers.get("Content-Type")?.startsWith("application/json");
    if (reply.ok && isData) {
      const now = this.items().find((other) => other.path === item.path);
      if (now?.key === item.key) this.drop(item.path);
      return { kind: "saved", reply: await reply.json() };
    }
    // A lost race without an answer of its own, a busy server, or too many requests: try again later.
    if (reply.ok || reply.status >= 500 || reply.status === 429 || (reply.status === 409 && !isData)) return { kind: "waits" };
    if (reply.status !== 401) this.keep({ ...item, stage: "stopped" });
    return { kind: "refused", status: reply.status, reply: isData ? await reply.json() : null };
  }
}

function post(item, token) {
  return fetch(item.path, {
    method: "POST",
    body: new URLSearchParams([...item.fields, ["version", item.version], ["form_key", item.key], ["csrf_token", token]]),
    headers: { Accept: "application/json", "X-Requested-With": "register" },
  });
}

function ask(url) {
  return fetch(url, { headers: { Accept: "application/json", "X-Requested-With": "register" } });
}
