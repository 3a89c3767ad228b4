/** Signing keys made before anybody needs them: making one takes a tenth of a second, taking one a query. */
import type { Ctx } from "#src/platform/request/index.ts";
import { defaultShape, type KeyShape, makeKey, type PreparedKey, preparedKey } from "./commands.ts";
import { countPooled, type KeyMaterial, putPooled, takePooled } from "./pool-queries.ts";

type PoolCtx = Pick<Ctx, "newId" | "secrets"> & { readonly store: Pick<Ctx["store"], "query"> };

function nameOf(shape: KeyShape): string {
  if (shape.type === "rsa") return `rsa ${shape.bits} ${shape.hasher}`;
  return shape.type === "ecdsa" ? `ecdsa ${shape.curve}` : shape.type;
}

/** New keys of an instance: from the pool as far as it goes, the rest made now. */
export async function takeWebKeys(
  ctx: PoolCtx,
  count: number,
  shape: KeyShape = defaultShape,
): Promise<readonly PreparedKey[]> {
  const pooled = (await takePooled(ctx.store, nameOf(shape), count)).filter((key) => canOpen(ctx, key));
  const missing = Array.from({ length: count - pooled.length }, () => makeKey(ctx.secrets, shape));
  const keys = [...pooled, ...(await Promise.all(missing))];
  return keys.map((key) => preparedKey(ctx.newId(), key, shape));
}

/** One that was sealed by a master key that is gone would make an instance that cannot sign. */
function canOpen({ secrets }: PoolCtx, { privateKey }: KeyMaterial): boolean {
  try {
    return secrets.open("web_key", privateKey).length > 0;
  } catch {
    return false;
  }
}

/** Keys made in one run of the job, so that others have their turn. */
const perRun = 5;

/**
 * Fills the pool up to its size, a part of it at a time. Two that fill at once may make a few more.
 * @returns "again" while something is missing
 */
export async function fillPool(
  ctx: PoolCtx,
  size: number,
  shape: KeyShape = defaultShape,
): Promise<"done" | "again"> {
  const missing = size - (await countPooled(ctx.store, nameOf(shape)));
  for (let made = 0; made < Math.min(missing, perRun); made++)
    await putPooled(ctx.store, nameOf(shape), await makeKey(ctx.secrets, shape));
  return missing > perRun ? "again" : "done";
}
