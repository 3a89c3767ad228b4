export {
  approveDeviceAuth,
  bindDeviceAuth,
  type DeviceCodes,
  type DeviceRequest,
  denyDeviceAuth,
  expireDeviceAuth,
  requestDeviceAuth,
} from "./commands.ts";
export { completeDeviceAuth, isPastExpiry } from "./decisions.ts";
export {
  deviceAuthByCode,
  deviceAuthById,
  deviceAuthByUserCode,
  isPastDeviceAuth,
  userCodeOf,
} from "./queries.ts";
export { DeviceAuth, type DeviceAuthState } from "./state.ts";
