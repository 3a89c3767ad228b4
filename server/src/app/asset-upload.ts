import { maxAssetBytes, tooLarge } from "#src/domains/asset/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { BodyTooLarge, type Exchange, type HttpRequest, readBody } from "#src/platform/http/index.ts";

const field = "file";

/** For the parts of the form around the file. */
const formBytes = 8_192;

const formInvalid = () =>
  invalid("ASSET-Fo1rm", "Errors.Assets.Form", { field, values: { type: "multipart/form-data", field } });

/** The file of an upload (multipart/form-data, field `file`). @throws invalid_argument ASSET-Fo1rm, ASSET-La1ge */
export async function uploadedFile(req: HttpRequest, exchange: Exchange): Promise<Buffer> {
  const type = exchange.header("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) throw formInvalid();
  const body = await readBody(req, maxAssetBytes + formBytes).catch((error: unknown) => {
    throw error instanceof BodyTooLarge ? tooLarge() : error;
  });
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } })
    .formData()
    .catch(() => {
      throw formInvalid();
    });
  const file = form.get(field);
  if (file === null || typeof file === "string" || file.size === 0) throw formInvalid();
  return Buffer.from(await file.arrayBuffer());
}
