/** In the browser: options as the API prints them go in, and what the API wants back comes out. Both are JSON. */

export async function createPasskey({ publicKey }) {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  const credential = await navigator.credentials.create({ publicKey: options });
  return credential.toJSON();
}

export async function usePasskey({ publicKey }) {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  const credential = await navigator.credentials.get({ publicKey: options });
  return credential.toJSON();
}
