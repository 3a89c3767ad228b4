/** Bytes that the server takes. */
const maxBytes = 524_288;
/** Edge of the square, in pixels: sharp at four times the largest size shown. */
const edge = 400;

/** The middle square of a picture, small enough to be sent. @throws when it is no picture that browsers can read */
export async function squareOf(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = edge;
  const from = { x: (picture.width - side) / 2, y: (picture.height - side) / 2 };
  canvas.getContext("2d")?.drawImage(picture, from.x, from.y, side, side, 0, 0, edge, edge);
  picture.close();
  // Transparency is kept where it fits.
  const png = await encoded(canvas, "image/png");
  return png.size <= maxBytes ? png : encoded(canvas, "image/jpeg");
}

function encoded(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new TypeError("no picture"))), type, 0.9);
  });
}

/** @throws when the server refuses it, or does not answer */
export async function sendPicture(api: string, token: string, picture: Blob): Promise<void> {
  const body = new FormData();
  body.append("file", picture, picture.type === "image/png" ? "picture.png" : "picture.jpg");
  const answer = await fetch(`${api}/assets/v1/users/me/avatar`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  if (!answer.ok) throw new Error(`avatar: ${answer.status}`);
}
