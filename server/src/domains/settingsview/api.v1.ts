import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { notFound } from "#src/platform/failure/index.ts";
import { part } from "#src/platform/rpc/index.ts";

/** Messages are sent; there is no provider that writes them to a file or the log in place of it. */
export const adminPart = part(AdminService, {
  async getFileSystemNotificationProvider() {
    throw notFound("NOTIFY-F1le0", "Errors.NotificationProvider.NotFound");
  },
  async getLogNotificationProvider() {
    throw notFound("NOTIFY-L0gno", "Errors.NotificationProvider.NotFound");
  },
});
