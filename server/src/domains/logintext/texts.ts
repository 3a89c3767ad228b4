/** Login texts as the first generation of the contract names them: groups of texts, a group per screen. */
import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { LoginCustomTextSchema } from "#contract/zitadel/text_pb.ts";

/** Texts by the contract's name of the group and of the text, such as `loginText.title`. */
export type LoginTexts = Readonly<Record<string, string>>;

const isText = (field: DescField): boolean => field.fieldKind === "scalar" && field.name !== "is_default";

/** The groups; what else the message has says whose the texts are. */
const groups: readonly (readonly [group: string, schema: DescMessage])[] =
  LoginCustomTextSchema.fields.flatMap((field) =>
    field.fieldKind === "message" && field.message.fields.every(isText)
      ? [[field.localName, field.message] as const]
      : [],
  );

/** Every text that the contract has a place for. */
export const loginTextNames: readonly string[] = groups.flatMap(([group, schema]) =>
  schema.fields.map((field) => `${group}.${field.localName}`),
);

/** What a request says, all of it: a text that is left out is an empty one. */
export function textsFrom(request: object): LoginTexts {
  const given = request as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  return Object.fromEntries(
    groups.flatMap(([group, schema]) =>
      schema.fields.map(({ localName }) => {
        const text = given[group]?.[localName];
        return [`${group}.${localName}`, typeof text === "string" ? text : ""] as const;
      }),
    ),
  );
}

/** The groups of an answer, each with the texts that there are. */
export const groupsOf = (texts: LoginTexts): Readonly<Record<string, LoginTexts>> =>
  Object.fromEntries(
    groups.map(([group, schema]) => [
      group,
      Object.fromEntries(
        schema.fields.map(({ localName }) => [localName, texts[`${group}.${localName}`] ?? ""]),
      ),
    ]),
  );

/** Those alone that somebody wrote a text in: to whoever compares them with what they wrote, others would be news. */
export const writtenGroupsOf = (texts: LoginTexts): Readonly<Record<string, LoginTexts>> =>
  Object.fromEntries(
    Object.entries(groupsOf(texts)).filter(([, group]) => Object.values(group).some((text) => text !== "")),
  );
