// Forms that an authenticator fills: its answer goes into the form, which is then sent as any other.
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const decodeIds = (list = []) => list.map((one) => ({ ...one, id: decode(one.id) }));

const readOptions = (options) => ({
  ...options,
  challenge: decode(options.challenge),
  ...(options.user && { user: { ...options.user, id: decode(options.user.id) } }),
  ...(options.allowCredentials && { allowCredentials: decodeIds(options.allowCredentials) }),
  ...(options.excludeCredentials && { excludeCredentials: decodeIds(options.excludeCredentials) }),
});

function toJson(credential) {
  const response = {};
  for (const name of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: {},
  });
}

for (const form of document.querySelectorAll("form[data-webauthn]")) {
  const say = (name) => {
    for (const one of form.querySelectorAll("[data-says]")) one.hidden = one.dataset.says !== name;
  };
  const supported = Boolean(window.PublicKeyCredential && navigator.credentials);
  const button = form.querySelector("[data-starts]");
  if (supported) button.hidden = false;
  say(supported ? "" : "unsupported");
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value !== "") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button.disabled) return;
    button.disabled = true;
    say("waiting");
    try {
      const publicKey = readOptions(JSON.parse(form.dataset.options).publicKey);
      const credential = await navigator.credentials[form.dataset.webauthn]({ publicKey });
      form.elements.credential.value = toJson(credential);
      form.submit();
    } catch (error) {
      button.disabled = false;
      say(error.name === "InvalidStateError" ? "known" : "failed");
    }
  });
}
