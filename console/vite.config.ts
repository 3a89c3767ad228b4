import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * Everything lies below /ui/console/. `__CSP_NONCE__` stands wherever a nonce belongs; the server puts a fresh one
 * there with every answer (docs/console.md).
 */
export default defineConfig({
  base: "/ui/console/",
  plugins: [react()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "dist",
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
