// The usual words for the decision that is chosen, ready to be changed. Without this they stand
// below the form, and an empty field sends them.
const form = document.querySelector("[data-review]");
const field = form?.querySelector("[name=message]");
const usual = new Map(
  [...(form?.querySelectorAll("[data-decision]") ?? [])].map((words) => [words.dataset.decision, words.textContent]),
);

form?.addEventListener("change", ({ target }) => {
  if (target.name !== "decision" || !field) return;
  // What somebody wrote themselves stays.
  if (field.value === "" || [...usual.values()].includes(field.value)) field.value = usual.get(target.value) ?? "";
});
