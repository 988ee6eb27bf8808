// Tells how far an import is, and shows the result when it is there. Without it there is "Refresh".
const PAUSE = 1000;
const box = document.querySelector("[data-import-progress]");

async function ask(known) {
  const answer = await fetch(box.dataset.importProgress, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { state, done, total, is_under_way: goesOn, is_silent: isSilent } = await answer.json();
  if (!goesOn || (known.state && state !== known.state) || ("isSilent" in known && isSilent !== known.isSilent)) {
    location.reload();
    return;
  }
  box.querySelector("progress").value = done;
  box.querySelector("[data-import-words]").textContent = `${done} of ${total} rows`;
  setTimeout(() => ask({ state, isSilent }).catch(later), PAUSE);
}

function later() {
  setTimeout(() => ask({}).catch(later), 5 * PAUSE);
}

if (box) ask({ state: "", isSilent: box.nextElementSibling !== null }).catch(later);
