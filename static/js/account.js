// Shows what was typed as a password, and sends each form once.

for (const input of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement("button");
  const label = document.querySelector(`label[for="${input.id}"]`)?.firstChild.textContent.trim();
  button.type = "button";
  button.className = "account-reveal__button";
  button.setAttribute("aria-controls", input.id);
  const frame = document.createElement("span");
  frame.className = "account-reveal";
  input.before(frame);
  frame.append(input, button);
  const write = () => {
    const hidden = input.type === "password";
    button.textContent = hidden ? "Show" : "Hide";
    const what = document.createElement("span");
    what.className = "visually-hidden";
    what.textContent = ` ${label ? label.toLowerCase() : "what you typed"}`;
    button.append(what);
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    write();
    input.focus();
  });
  // What is shown must not end up among the browser's suggestions for text fields.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
  write();
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelector('[type="submit"]')?.setAttribute("aria-busy", "true");
  });
}

// After "Back" the form can be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
    form.querySelector('[type="submit"]')?.removeAttribute("aria-busy");
  }
});
