/** Where files are delivered. The key names the content, so what an address shows never changes. */
export const assetPath = (owner: string, key: string): string => `/assets/v1/${owner}/${key}`;
