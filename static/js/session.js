// Says that the session is about to end while there is time, and stays signed in by one button or one key.

const KEY = "session-ends";

/** The moment that any tab of this browser heard of last. */
function remembered() {
  try {
    return Number(localStorage.getItem(KEY)) || 0;
  } catch {
    return 0;
  }
}

function remember(moment) {
  try {
    localStorage.setItem(KEY, String(moment));
  } catch {
    // Other tabs find out by themselves.
  }
}

/** Watches the end of the session from now on; the notice holds the words, the button and the way back. */
export function watch(notice, moment) {
  const ahead = Number(notice.dataset.ahead) * 1000;
  const words = notice.querySelector("[data-session-words]");
  const stay = notice.querySelector("[data-session-stay]");
  const back = notice.querySelector("[data-session-return]");
  let ends = moment;
  let timer = 0;

  const show = (text, { open = true, canStay = false, isOver = false } = {}) => {
    notice.classList.toggle("session-notice--open", open);
    stay.hidden = !canStay;
    back.hidden = !isOver;
    if (words.textContent !== text) words.textContent = text;
  };

  const look = () => {
    clearTimeout(timer);
    const left = ends - Date.now();
    if (left > ahead) {
      show(words.textContent && notice.dataset.stayed, { open: false });
      timer = setTimeout(look, left - ahead);
    } else if (left > 0) {
      show(notice.dataset.soon, { canStay: true });
      timer = setTimeout(look, left);
    } else {
      show(notice.dataset.ended, { isOver: true });
    }
  };

  const renew = async () => {
    const answer = await fetch(stay.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(stay)),
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
    });
    if (answer.status === 401) ends = 0;
    else if (!answer.ok) throw new Error(String(answer.status));
    else ends = Date.now() + (await answer.json()).seconds * 1000;
    remember(ends);
    look();
    // A session has a longest day: what could not be made longer says so.
    if (ends && ends - Date.now() <= ahead) show(notice.dataset.last);
  };

  stay.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    renew().catch(() => show(notice.dataset.failed, { canStay: true }));
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !stay.hidden) stay.requestSubmit();
  });
  addEventListener("storage", (event) => {
    if (event.key !== KEY || !event.newValue) return;
    ends = Number(event.newValue);
    look();
  });
  ends = Math.max(ends, remembered());
  look();
}
