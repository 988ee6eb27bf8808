// The text fields of the forums: a toolbar each, and one preview of them all. Without scripts the form
// previews.

const MARKS = {
  bold: ["**", "**", "bold text"],
  italic: ["*", "*", "italic text"],
  link: ["[", "](https://)", "text of the link"],
};
const LINES = { list: "- ", quote: "> " };
const TABLE = "\n| First | Second |\n| --- | --- |\n|  |  |\n";

function replace(field, from, to, text, select) {
  field.focus();
  field.setSelectionRange(from, to);
  // Keeps the browser's own undo where it can.
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, from, to, "end");
  if (select) field.setSelectionRange(select[0], select[1]);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function mark(field, name) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const chosen = value.slice(from, to);
  if (name in MARKS) {
    const [before, after, word] = MARKS[name];
    const inner = chosen || word;
    const start = from + before.length;
    replace(field, from, to, before + inner + after, [start, start + inner.length]);
  } else if (name in LINES) {
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value.slice(start, to).split("\n").map((line) => LINES[name] + line);
    replace(field, start, to, lines.join("\n"));
  } else {
    replace(field, to, to, TABLE);
  }
}

function toolbar(tools, field) {
  tools.hidden = false;
  const buttons = [...tools.querySelectorAll("button")];
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) mark(field, button.dataset.mark);
  });
  // One stop for the Tab key; the arrows go from button to button.
  tools.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const here = buttons.indexOf(document.activeElement);
    if (!step || here < 0) return;
    event.preventDefault();
    const next = buttons[(here + step + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  });
  field.addEventListener("keydown", (event) => {
    const name = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    mark(field, name);
  });
}

function asMarkdown(node) {
  const inner = () => [...node.childNodes].map(asMarkdown).join("");
  if (node.nodeType === Node.TEXT_NODE) return node.textContent.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const tag = node.tagName.toLowerCase();
  if (["style", "script", "meta", "title"].includes(tag)) return "";
  if (tag === "b" || tag === "strong") return `**${inner()}**`;
  if (tag === "i" || tag === "em") return `*${inner()}*`;
  if (tag === "a" && /^https?:/.test(node.href)) return `[${inner()}](${node.href})`;
  if (tag === "li") return `- ${inner().trim()}\n`;
  if (tag === "br") return "\n";
  if (/^h[1-6]$/.test(tag)) return `\n### ${inner().trim()}\n\n`;
  if (["p", "div", "ul", "ol", "blockquote"].includes(tag)) return `\n${inner().trim()}\n`;
  return inner();
}

function pasting(field) {
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (!html || !/<(b|strong|i|em|a|li|h[1-6])\b/i.test(html)) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    const text = asMarkdown(page.body).replace(/\n{3,}/g, "\n\n").trim();
    if (!text) return;
    event.preventDefault();
    replace(field, field.selectionStart, field.selectionEnd, text);
  });
}

// A form asks in one field or in parts; the parts stand under their headings, as in the post.
function joined(fields) {
  const filled = fields.filter((field) => !field.dataset.heading || field.value.trim());
  const texts = filled.map((field) => {
    const { heading } = field.dataset;
    return heading ? `### ${heading}\n\n${field.value}` : field.value;
  });
  return texts.join("\n\n");
}

function previewing(form, fields) {
  const button = form.querySelector('button[value="preview"]');
  const box = form.querySelector("[data-preview-box]");
  button?.addEventListener("click", async (event) => {
    if (form.dataset.plain) return;
    event.preventDefault();
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("body", joined(fields));
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: data });
      if (!answer.ok) throw new Error(answer.status);
      const { html, hints } = await answer.json();
      // Sanitized by the server, as the post itself will be.
      box.innerHTML = html || "<p>There is no text yet.</p>";
      for (const hint of hints) {
        const line = document.createElement("p");
        line.className = "small";
        line.textContent = `Look again: ${hint.label}. ${hint.advice}`;
        box.append(line);
      }
      box.hidden = false;
      box.tabIndex = -1;
      box.focus();
    } catch {
      form.dataset.plain = "1";
      button.click();
    }
  });
}

// A finding leads to its words.
function findings(form) {
  for (const link of form.querySelectorAll("a[data-from]")) {
    link.addEventListener("click", (event) => {
      const field = document.querySelector(link.getAttribute("href"));
      if (!field?.setSelectionRange) return;
      event.preventDefault();
      field.focus();
      field.setSelectionRange(Number(link.dataset.from), Number(link.dataset.to));
    });
  }
}

for (const form of document.querySelectorAll(".forum-composer")) {
  const fields = [...form.querySelectorAll(".composer__text")];
  for (const field of fields) {
    toolbar(field.parentElement.querySelector(".composer__tools"), field);
    pasting(field);
  }
  if (fields.length) previewing(form, fields);
  findings(form);
  // Pressing twice sends once.
  form.addEventListener("submit", () => {
    setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((b) => (b.disabled = true)));
  });
}
// Coming back to the page with the browser's own button.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll(".forum-composer button[disabled]")) button.disabled = false;
});
