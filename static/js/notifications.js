// Offers the time zone of the device when the form holds another one.

const field = document.querySelector("[data-time-zone]");
const offer = document.querySelector("[data-time-zone-offer]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const option = field && [...field.options].find((one) => one.value === here);

if (option && offer && field.value !== here) {
  offer.querySelector("[data-time-zone-name]").textContent = option.text;
  offer.querySelector("[data-time-zone-take]").addEventListener("click", () => {
    field.value = here;
    offer.hidden = true;
    field.focus();
  });
  offer.hidden = false;
}
