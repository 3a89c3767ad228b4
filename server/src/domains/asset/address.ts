/**
 * Where files are delivered. The key names the content, so what an address shows never changes.
 * @param key as it stands in addresses
 */
export const assetPath = (owner: string, key: string): string =>
  `/assets/v1/${encodeURIComponent(owner)}/${key}`;
