// An open thread: says politely that new posts came, and quotes what was selected.

const MINUTE = 60000;

function listening(line) {
  let told = 0;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${line.dataset.news}?after=${line.dataset.after}`);
      if (!answer.ok) return;
      const { count, url } = await answer.json();
      if (!count || count === told) return;
      told = count;
      const link = document.createElement("a");
      link.href = url;
      link.textContent = "Show";
      line.replaceChildren(`${count} new ${count === 1 ? "reply" : "replies"}. `, link);
      // The same page with another anchor would not be fetched anew.
      link.addEventListener("click", (event) => {
        event.preventDefault();
        location.assign(url);
        location.reload();
      });
    } catch {
      // Asked again in a minute.
    }
  }, MINUTE);
}

// Without the words that only a screen reader says, and without badges.
function nameIn(heading) {
  const copy = heading?.cloneNode(true);
  copy?.querySelectorAll(".visually-hidden, .badge").forEach((part) => part.remove());
  return copy?.textContent.trim() || "";
}

function quoting(button, field) {
  button.addEventListener("click", (event) => {
    const post = button.closest("article");
    const chosen = getSelection();
    const text = chosen && post.contains(chosen.anchorNode) ? chosen.toString().trim() : "";
    // Without a selection the whole post is quoted by the page that the link leads to.
    if (!text) return;
    event.preventDefault();
    const name = nameIn(post.querySelector(".post__name"));
    const address = new URL(post.querySelector(".post__when a").href).pathname;
    const lines = text.split("\n").map((line) => `> ${line}`);
    const quote = `> **[${name.replace(/[[\]]/g, "")} wrote](${address})**\n>\n${lines.join("\n")}\n\n`;
    field.setRangeText(quote, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const number = field.form.elements.reply_to;
    if (number && !number.value) number.value = new URL(button.href).searchParams.get("to");
    field.focus();
  });
}

const line = document.querySelector("[data-news]");
if (line) listening(line);
const field = document.querySelector(".forum-composer .composer__text");
if (field) for (const button of document.querySelectorAll('.post__foot a[href*="quote=1"]')) quoting(button, field);
