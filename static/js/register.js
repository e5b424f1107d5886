// The register works without this file. With it, choices made in a cellar stay on this device until they are saved.

const QUIET = 2000;

const form = document.querySelector("form[data-register]");
// By address: a browser keeps a file for a year under its own, which changes with its content.
const { Queue } = form ? await import(form.dataset.queueModule) : {};
const words = document.querySelector("[data-register-words]")?.dataset;
const state = form?.querySelector("[data-register-state]");
const answer = document.querySelector("[data-register-answer]");
const queue = form && new Queue(form.dataset.person);
const path = form && new URL(form.action).pathname;
const CHOICE = /^(status|minutes|why|note)_|^reason$/;

/** Everything that a person chose, by field. */
const chosen = () => [...new FormData(form)].filter(([name, value]) => CHOICE.test(name) && value !== "");
const asText = (fields) => new URLSearchParams(fields).toString();

/** Puts a small chip in the bar at the bottom. */
function say(text, tone = "wait") {
  const chip = document.createElement("span");
  chip.className = `nl-data-badge chip chip--${tone}`;
  chip.textContent = text;
  state.replaceChildren(chip);
}

/** A reason is only asked for once something changes that was recorded before. */
function askReason() {
  const area = form.elements.reason;
  const place = form.querySelector("[data-register-reason]");
  const isRegistered = form.dataset.registered === "yes";
  place.hidden = !(isRegistered && asText(chosen()) !== begun) && area.value === "" && !area.hasAttribute("aria-invalid");
}

/** Shows what is wrong or must be chosen above the form: sentences, lines and buttons. */
function tell(sentences, lines = [], acts = []) {
  const body = answer.querySelector(".utrecht-alert__content");
  const title = body.firstElementChild;
  const paragraphs = sentences.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
  const list = document.createElement("ul");
  list.append(...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  const row = document.createElement("div");
  row.className = "actions";
  for (const [text, act] of acts) {
    const button = document.createElement(typeof act === "string" ? "a" : "button");
    button.className = "nl-button nl-button--secondary";
    button.append(Object.assign(document.createElement("span"), { className: "nl-button__label", textContent: text }));
    if (typeof act === "string") button.href = act;
    else { button.type = "button"; button.addEventListener("click", act); }
    row.append(button);
  }
  body.replaceChildren(title, ...paragraphs, ...(lines.length ? [list] : []), ...(acts.length ? [row] : []));
  answer.hidden = false;
  title.tabIndex = -1;
  title.focus();
}

/** Fills the form in as it was queued. */
function restore(fields) {
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field instanceof RadioNodeList || field) field.value = value;
  }
  form.dispatchEvent(new Event("change"));
}

/** From here on the form builds on what the server has now. */
function build({ version, csrf_token: token }) {
  form.elements.version.value = version;
  if (token) form.elements.csrf_token.value = token;
}

/** What is on the screen is what the server has. */
function saved(reply) {
  build(reply);
  form.dataset.registered = "yes";
  form.elements.reason.value = "";
  begun = asText(chosen());
  answer.hidden = true;
  form.querySelector("[data-register-line]").textContent = reply.line;
  say(reply.saved, "good");
  askReason();
}

/** Somebody registered this day part meanwhile: both are shown, a person chooses. */
function choose(reply) {
  const lines = reply.differing.map((row) => `${row.name}: ${words.mine.replace("#", row.mine)}, ${row.theirs ? words.theirs.replace("#", row.theirs) : words.unregistered}`);
  const mine = () => {
    build(reply);
    form.dataset.registered = reply.is_registered ? "yes" : "";
    begun = "";
    answer.hidden = true;
    draft();
    askReason();
    form.elements.reason.focus();
  };
  const theirs = () => { queue.drop(path); location.reload(); };
  tell([words.conflict], lines, [[words.keep, mine], [words.take, theirs]]);
}

/** The server read the register and could not save it. */
function refused(status, reply) {
  say(state.dataset.unsaved);
  if (status === 401) tell([words.signedOut], [], [[words.signIn, form.dataset.signIn]]);
  else if (status === 403 || status === 404) tell([words.forbidden], [], [[words.drop, () => { queue.drop(path); location.reload(); }]]);
  else if (status === 409 && reply?.differing?.length) choose(reply);
  else {
    const errors = Object.entries(reply?.errors ?? {}).map(([name, text]) => `${form.elements[name]?.closest?.("li")?.querySelector("b")?.textContent ?? ""} ${text}`.trim());
    tell([words.wrong, ...(reply?.sentences ?? [])], errors);
    if (reply?.errors?.reason) { form.querySelector("[data-register-reason]").hidden = false; form.elements.reason.focus(); }
  }
}

/** Sends what waits for one day part; only this page's own answer is shown in full. */
async function send(item) {
  const isHere = item.path === path;
  if (isHere) say(state.dataset.sending);
  const result = await queue.send(item, { token: form.elements.csrf_token.value });
  if (result.kind === "saved") { if (isHere) saved(result.reply); else showOthers(); }
  else if (isHere && result.kind === "refused") refused(result.status, result.reply);
  else if (isHere && result.kind === "waits") {
    say(navigator.onLine ? state.dataset.unsaved : state.dataset.offline);
    // Said once: a retry that fails again must not take the keyboard away.
    if (answer.hidden) tell([words.waits]);
  }
}

/** Other registers that wait on this device have a link of their own. */
function showOthers() {
  form.querySelector("[data-register-others]")?.remove();
  const others = queue.items().filter((item) => item.path !== path);
  if (!others.length) return;
  const line = document.createElement("p");
  line.className = "small";
  line.dataset.registerOthers = "";
  line.append(`${words.others} `);
  others.forEach((item, place) => {
    line.append(place ? ", " : "", Object.assign(document.createElement("a"), { href: item.path, textContent: item.title }));
  });
  form.append(line);
}

/** Whatever is chosen stays on this device until it is sent. */
function draft() {
  if (asText(chosen()) === begun) { queue.drop(path); state.replaceChildren(...before); }
  else {
    queue.keep({ path, title: document.querySelector("h1").textContent, stage: "draft", version: form.elements.version.value, fields: chosen() });
    say(state.dataset.unsaved);
  }
  askReason();
}

/** The whole register goes into the queue before anything is sent. */
function submit(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  send(queue.keep({
    path,
    state: form.dataset.register,
    title: document.querySelector("h1").textContent,
    stage: "waiting",
    version: form.elements.version.value,
    key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
    fields: chosen(),
  }));
}

/** Everything that waits is sent again, whichever day part it belongs to. */
function retry() {
  for (const item of queue.items().filter((waits) => waits.stage === "waiting")) send(item);
}

/** Resolves once the page has been quiet for a moment, or earlier when somebody uses it or puts it away. */
function quiet() {
  return new Promise((resolve) => {
    const wait = () => setTimeout(resolve, QUIET);
    if (document.readyState === "complete") wait();
    else addEventListener("load", wait, { once: true });
    for (const name of ["pointerdown", "keydown", "visibilitychange"]) document.addEventListener(name, resolve, { once: true });
  });
}

/** The page stays openable without connection; what it is made of must not compete with its first view. */
async function keep() {
  await quiet();
  const { keepPage } = await import(form.dataset.keepModule);
  if (await keepPage(form.dataset.worker, "/dagdelen/")) form.dataset.kept = "yes";
  else addEventListener("online", keep, { once: true });
}

let begun = form ? asText(chosen()) : "";
const before = form ? [...state.childNodes] : [];

if (form) {
  const button = form.querySelector("[data-everybody]");
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of form.querySelectorAll("input[type=radio][value=present]")) box.checked = true;
    form.dispatchEvent(new Event("change"));
    draft();
  });
  const kept = queue.items().find((item) => item.path === path);
  if (kept) {
    restore(kept.fields);
    form.elements.version.value = kept.version;
    say(state.dataset.unsaved);
  }
  form.addEventListener("input", draft);
  form.addEventListener("submit", submit, { capture: true });
  addEventListener("online", retry);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) retry(); });
  setInterval(retry, 15000);
  askReason();
  showOthers();
  retry();
  // Without connection and without what was kept there is nothing to keep; the register itself goes on.
  keep().catch(() => {});
}
