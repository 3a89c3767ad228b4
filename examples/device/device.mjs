/** A device without a browser: shows a code, waits, and knows who signed in. Settings: ISSUER, CLIENT_ID. */
import * as client from "openid-client";

const { ISSUER, CLIENT_ID } = process.env;

// For http on your own machine; leave `execute` out in production.
const options = { execute: [client.allowInsecureRequests] };
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, undefined, client.None(), options);

const device = await client.initiateDeviceAuthorization(config, { scope: "openid profile offline_access" });
console.log(`Open ${device.verification_uri} and enter ${device.user_code}`);
console.log(`or open ${device.verification_uri_complete}`);

// Waits as the server says, and longer when it is told to slow down. Throws when it was denied or took too long.
const tokens = await client.pollDeviceAuthorizationGrant(config, device);
const person = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
console.log(`connected for ${person.name}`);

// Later, without anybody there:
const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
console.log(`and stays connected, for ${renewed.expires_in / 3600} hours at a time`);
