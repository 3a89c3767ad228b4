import { create } from "@bufbuild/protobuf";
import { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { SetLimitsRequestSchema } from "#contract/zitadel/system_pb.ts";
import { AddKeyRequestSchema } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createValidator } from "./validate.ts";

const validate = createValidator();

test.each<[bigint, number, boolean]>([
  [-62_135_596_800n, 0, true],
  [253_402_300_799n, 999_999_999, true],
  [-62_135_596_801n, 0, false],
  [253_402_300_800n, 0, false],
  [10n ** 17n, 0, false],
  [0n, -1, false],
  [0n, 1_000_000_000, false],
])("a time of %s seconds and %i nanoseconds is one a date can be made of: %s", (seconds, nanos, sound) => {
  const expirationDate = create(TimestampSchema, { seconds, nanos });
  const found = validate(AddKeyRequestSchema, create(AddKeyRequestSchema, { userId: "1", expirationDate }));
  expect(found?.text).toBe(
    sound ? undefined : "invalid AddKeyRequest.ExpirationDate: value must be a time from the year 1 to 9999",
  );
});

test.each<[bigint, number, boolean]>([
  [315_576_000_000n, 999_999_999, true],
  [-1n, -1, true],
  [0n, -1, true],
  [315_576_000_001n, 0, false],
  [2n ** 62n, 0, false],
  [1n, -1, false],
  [-1n, 1, false],
  [0n, 1_000_000_000, false],
])(
  "a duration of %s seconds and %i nanoseconds is within what protobuf allows: %s",
  (seconds, nanos, sound) => {
    const auditLogRetention = create(DurationSchema, { seconds, nanos });
    const request = create(SetLimitsRequestSchema, { instanceId: "1", auditLogRetention });
    expect(validate(SetLimitsRequestSchema, request) === undefined).toBe(sound);
  },
);
