// Keeps the state of a job up to date while its page is open; without this file a link does the same.

const place = document.querySelector("[data-job]");
const OPEN = ["waiting", "running"];
const PAUSE = 1500;
const LONGEST_PAUSE = 20000;

const asked = () => Boolean(place.querySelector("details[open]"));

async function look(pause) {
  let next = PAUSE;
  try {
    // A question that is open on the page is not taken away.
    if (!document.hidden && !asked()) {
      const answer = await fetch(place.dataset.job, { headers: { "X-Requested-With": "fetch" } });
      if (answer.status === 401 || answer.redirected) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      place.innerHTML = await answer.text();
      const state = place.querySelector("[data-job-state]")?.dataset.jobState;
      if (!OPEN.includes(state)) return location.reload();
    }
  } catch {
    next = Math.min(LONGEST_PAUSE, pause * 2);
  }
  setTimeout(look, next, next);
}

if (place) setTimeout(look, PAUSE, PAUSE);
