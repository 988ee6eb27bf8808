// Asks the device for a passkey and puts its answer into the form, as text.

const toBytes = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
};

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

function forCreating(json) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  }
  return {
    ...json,
    challenge: toBytes(json.challenge),
    user: { ...json.user, id: toBytes(json.user.id) },
    excludeCredentials: withBytes(json.excludeCredentials),
  };
}

function forGetting(json) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) {
    return PublicKeyCredential.parseRequestOptionsFromJSON(json);
  }
  return {
    ...json,
    challenge: toBytes(json.challenge),
    allowCredentials: withBytes(json.allowCredentials),
  };
}

// What older browsers lack: the answer as JSON.
function asJson(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = toText(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.options) {
    return JSON.parse(document.getElementById(form.dataset.options).textContent);
  }
  const answer = await fetch(form.dataset.address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options;
}

async function ask(form) {
  const { publicKey } = await optionsOf(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: forCreating(publicKey) })
    : await navigator.credentials.get({ publicKey: forGetting(publicKey) });
  const credentialField = form.elements.namedItem("credential");
  credentialField.value = JSON.stringify(credential.toJSON ? credential.toJSON() : asJson(credential));
}

// An address made of numbers is no name that a passkey could belong to.
const isNumber = /^[\d.]+$|^\[/.test(location.hostname);

function trouble(error) {
  if (isNumber) {
    const local = `${location.protocol}//localhost${location.port ? `:${location.port}` : ""}`;
    return `Passkeys need the name of the hub in the address. On this machine open ${local} instead.`;
  }
  if (error.name === "NotAllowedError") {
    return "Nothing was chosen, or it took too long. Press the button to try again.";
  }
  if (error.name === "InvalidStateError") return "This device has a passkey for your account already.";
  return "This device could not do it. Try another device, or another way.";
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    continue;
  }
  const note = form.querySelector("[data-passkey-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    note.hidden = true;
    form.setAttribute("aria-busy", "true");
    try {
      await ask(form);
      form.submit();
    } catch (error) {
      note.textContent = trouble(error);
      note.hidden = false;
    }
    form.removeAttribute("aria-busy");
  });
}
