/* Passkeys: asks the browser to make one or to sign with one, then sends the form that holds the answer.
   <form data-passkey="get|create" data-passkey-options="URL" data-passkey-failed="what to say">, with a hidden field `credential`,
   a button [data-passkey-start] and a place [data-passkey-said]. What is inside [data-passkey-part] stays hidden without a script. */

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: decode(one.id) }));

function understood(options) {
  const told = { ...options, challenge: decode(options.challenge) };
  if (told.user) told.user = { ...told.user, id: decode(told.user.id) };
  if (options.excludeCredentials) told.excludeCredentials = known(options.excludeCredentials);
  if (options.allowCredentials) told.allowCredentials = known(options.allowCredentials);
  return told;
}

function answered(made) {
  const { response } = made;
  const parts = { clientDataJSON: encode(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) if (response[name]) parts[name] = encode(response[name]);
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: made.id, rawId: encode(made.rawId), type: made.type, response: parts,
    authenticatorAttachment: made.authenticatorAttachment ?? null, clientExtensionResults: made.getClientExtensionResults(),
  };
}

async function ask(form) {
  const answer = await fetch(form.dataset.passkeyOptions, { headers: { "Accept": "application/json" }, credentials: "same-origin", redirect: "error" });
  if (!answer.ok) throw new Error(`passkey: ${answer.status}`);
  const { publicKey } = (await answer.json()).options;
  const wanted = { publicKey: understood(publicKey) };
  return form.dataset.passkey === "create" ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted);
}

function listen(form) {
  const button = form.querySelector("[data-passkey-start]");
  const said = form.querySelector("[data-passkey-said]");
  if (!window.PublicKeyCredential) return;
  form.querySelectorAll("[data-passkey-part]").forEach((part) => { part.hidden = false; });
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = form.dataset.passkeyWaiting ?? "";
    try {
      form.querySelector("[name=credential]").value = JSON.stringify(answered(await ask(form)));
      form.submit();
    } catch {
      said.textContent = form.dataset.passkeyFailed;
      button.disabled = false;
    }
  });
}

document.querySelectorAll("form[data-passkey]").forEach(listen);
