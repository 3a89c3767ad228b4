/** The commands of a guide, as its reader would type them. */

interface Fence {
  readonly info: string;
  readonly text: string;
}

const fences = (markdown: string): readonly Fence[] =>
  [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, info = "", text = ""]) => ({ info, text }));

/**
 * The commands for each terminal: fenced blocks whose info string is `sh terminal=N`, one after another.
 * @throws Error for a block of another kind, since nothing would run it
 */
export function commandsOf(markdown: string): ReadonlyMap<string, string> {
  const terminals = new Map<string, string>();
  for (const { info, text } of fences(markdown)) {
    const terminal = /^sh terminal=(\d+)$/.exec(info)?.[1];
    if (terminal === undefined) throw new Error(`nobody runs the block "${info}": ${text}`);
    terminals.set(terminal, (terminals.get(terminal) ?? "") + text);
  }
  return terminals;
}

export interface Quotation {
  /** A path inside the guide's example. */
  readonly file: string;
  readonly text: string;
}

/** Blocks whose info string is `js file=NAME` show a part of that file of the example; `rest` is the guide without them. */
export function quotationsOf(markdown: string): {
  readonly quotations: readonly Quotation[];
  readonly rest: string;
} {
  const quotations = fences(markdown).flatMap(({ info, text }) => {
    const file = /^js file=([\w.-]+)$/.exec(info)?.[1];
    return file === undefined ? [] : [{ file, text }];
  });
  return { quotations, rest: markdown.replaceAll(/^```js file=.*\n[\s\S]*?^```$/gm, "") };
}
