// What is typed into a request is kept as a draft on the server, every fifteen seconds. Without
// scripts the button “Save as draft” does the same.

const EVERY = 15000;
const LEFT_OUT = ["form_key", "action", "seen_help", "cleared"];

function keep(form) {
  const state = form.querySelector("[data-draft-state]");
  let isSent = false;
  let kept = snapshot();

  function snapshot() {
    const entries = [...new FormData(form)].filter(([name]) => !LEFT_OUT.includes(name));
    return new URLSearchParams(entries).toString();
  }

  async function keepThere() {
    const now = snapshot();
    if (now === kept || isSent) return;
    try {
      const body = new URLSearchParams(now);
      const answer = await fetch(form.dataset.requestDraft, { method: "POST", body });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      kept = now;
      state.textContent = "Draft saved.";
    } catch {
      state.textContent = "The draft could not be saved just now.";
    }
  }

  const timer = setInterval(keepThere, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keepThere();
  });
  form.addEventListener("submit", () => {
    isSent = true;
    clearInterval(timer);
  });
}

for (const form of document.querySelectorAll("form[data-request-draft]")) keep(form);
