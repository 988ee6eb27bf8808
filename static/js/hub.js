// Improves what already works without it.

const menu = document.querySelector(".site-menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// What is wrong is read first, wherever the form stands on the page.
document.querySelector(".error-summary")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Copies a way to cite the page; without it the words can be selected.
for (const words of document.querySelectorAll("[data-copied]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--quiet button--small";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy: ${words.previousElementSibling.textContent}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words.dataset.copied);
    button.textContent = "Copied";
    button.setAttribute("aria-label", "Copied");
  });
  words.dataset.copied = words.textContent.trim();
  if (navigator.clipboard) words.append(" ", button);
}
