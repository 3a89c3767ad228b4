export { contrast, isColour, mix, readableOn, whiteOrBlack } from "./colour.ts";
