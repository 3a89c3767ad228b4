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

// Which passkey was tried, for the page that comes when nobody here knows it.
const tried = {
  set(value) {
    try {
      sessionStorage.setItem("passkey", value);
    } catch {}
  },
  get() {
    try {
      return sessionStorage.getItem("passkey");
    } catch {
      return null;
    }
  },
};

const supported = Boolean(window.PublicKeyCredential && navigator.credentials);

for (const form of document.querySelectorAll("form[data-webauthn]")) {
  const say = (name) => {
    for (const one of form.querySelectorAll("[data-says]")) one.hidden = one.dataset.says !== name;
  };
  const button = form.querySelector("[data-starts]");
  const { webauthn: method, options, auto } = form.dataset;
  const { publicKey: asked } = JSON.parse(options);
  const field = form.elements.credential;
  let offer;

  const ask = async (more = {}) => {
    const credential = await navigator.credentials[method]({ publicKey: readOptions(asked), ...more });
    if (asked.rpId) tried.set(JSON.stringify({ rpId: asked.rpId, credentialId: credential.id }));
    field.value = toJson(credential);
    form.submit();
  };

  const start = async () => {
    if (button.disabled) return;
    button.disabled = true;
    offer?.abort();
    say("waiting");
    try {
      await ask();
    } catch (error) {
      button.disabled = false;
      say(error.name === "InvalidStateError" ? "known" : "failed");
    }
  };

  // Among what the browser fills into the name field; nothing is shown before somebody asks for it.
  const offerInField = async () => {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    offer = new AbortController();
    await ask({ mediation: "conditional", signal: offer.signal }).catch(() => {});
  };

  if (supported) button.hidden = false;
  say(supported ? "" : "unsupported");
  field.value = "";
  form.addEventListener("submit", (event) => {
    if (field.value !== "") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void start();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    field.value = "";
    button.disabled = false;
    say(supported ? "" : "unsupported");
  });
  if (supported && auto === "start") void start();
  if (supported && auto === "offer") void offerInField();
}

// What whoever keeps somebody's passkeys should know of them.
const forgotten = document.querySelector("[data-passkey-forgotten]") && tried.get();
if (forgotten) PublicKeyCredential.signalUnknownCredential?.(JSON.parse(forgotten)).catch(() => {});
const accepted = document.querySelector("[data-passkeys]");
if (accepted && supported) {
  const { rpId, userId, name, displayName, allAcceptedCredentialIds } = JSON.parse(accepted.dataset.passkeys);
  PublicKeyCredential.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds }).catch(
    () => {},
  );
  PublicKeyCredential.signalCurrentUserDetails?.({ rpId, userId, name, displayName }).catch(() => {});
}
