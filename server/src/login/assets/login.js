// Comfort only: every page works without it.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  const show = button.getAttribute("aria-label");
  button.hidden = false;
  button.addEventListener("click", () => {
    const visible = input.type === "password";
    input.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    button.setAttribute("aria-label", visible ? button.dataset.hide : show);
    input.focus();
  });
  input.form.addEventListener("submit", () => {
    input.type = "password";
  });
}

const meets = {
  minLength: (text, count) => text.length >= count,
  lower: (text) => /\p{Ll}/u.test(text),
  upper: (text) => /\p{Lu}/u.test(text),
  number: (text) => /\p{Nd}/u.test(text),
  symbol: (text) => /[^a-zA-Z0-9]/.test(text),
};

for (const list of document.querySelectorAll("[data-rules-of]")) {
  const input = document.getElementById(list.dataset.rulesOf);
  const update = () => {
    for (const item of list.querySelectorAll("[data-rule]")) {
      const met = meets[item.dataset.rule](input.value, Number(item.dataset.count));
      item.classList.toggle("met", met);
      item.querySelector("[data-state]").textContent =
        `, ${met ? list.dataset.fulfilled : list.dataset.open}`;
    }
  };
  input.addEventListener("input", update);
  update();
}

const copy = async (button) => {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
  button.textContent = button.dataset.copied;
};
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  // Where the browser forbids it, the text is still there to be copied by hand.
  button.addEventListener("click", () => void copy(button).catch(() => {}));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// One form, one request: a second click while the first is under way does nothing.
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-needs-webauthn]"))
  button.hidden = !window.PublicKeyCredential;
