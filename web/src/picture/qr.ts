import { encodeQR } from 'qr';

/**
 * The longest text, in bytes: version 15 at error correction level L. A code
 * that holds more is too fine for a camera that looks at a printed map.
 */
const maxBytes = 520;

/** The width of the light border around the code, in modules. */
const quietZone = 3;

/**
 * The modules of a text's QR code with the quiet zone around it, row by row,
 * true for dark; undefined for a longer text.
 */
export function qrModules(text: string): readonly (readonly boolean[])[] | undefined {
  if (new TextEncoder().encode(text).length > maxBytes) return undefined;
  return encodeQR(text, 'raw', { ecc: 'low', border: quietZone });
}
