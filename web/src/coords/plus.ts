import type { LonLat } from '../model.ts';

/** Plus codes: https://github.com/google/open-location-code/blob/main/Documentation/Specification/specification.md */
const alphabet = '23456789CFGHJMPQRVWX';
const steps = [20, 1, 0.05, 0.0025, 0.000125];

/** Whether a text has the form of a code, whole or short. */
export function looksLikePlus(text: string): boolean {
  return /^(?:[2-9CFGHJMPQRVWX]{2,8}|[2-9CFGHJMPQRVWX]{2,6}0{2,6})\+[2-9CFGHJMPQRVWX]{0,7}$/i.test(text) && text.indexOf('+') % 2 === 0;
}

/** The middle of the area of a code and its height in degrees; a short code is the nearest one to `near`. */
export function parsePlus(text: string, near: LonLat): { point: LonLat; degrees: number } | undefined {
  const code = text.toUpperCase();
  if (!looksLikePlus(code)) return undefined;
  const missing = 8 - code.indexOf('+');
  if (missing === 0) return decode(code);
  const step = steps[missing / 2 - 1] ?? 20;
  const prefix = encodeWhole(near).slice(0, missing);
  const found = decode(prefix + code);
  if (!found) return undefined;
  let [lon, lat] = found.point;
  if (near[1] - lat > step / 2 && lat + step < 90) lat += step;
  else if (lat - near[1] > step / 2 && lat - step > -90) lat -= step;
  if (near[0] - lon > step / 2) lon += step;
  else if (lon - near[0] > step / 2) lon -= step;
  return { ...found, point: [lon, lat] };
}

function decode(code: string): { point: LonLat; degrees: number } | undefined {
  const digits = [...code.replace('+', '').replace(/0+$/, '')].map((c) => alphabet.indexOf(c));
  if (digits.includes(-1) || digits.length < 2) return undefined;
  let [lat, lon, height, width] = [-90, -180, 20, 20];
  for (let i = 0; i < Math.min(10, digits.length); i += 2) {
    height = width = steps[i / 2] ?? height;
    lat += (digits[i] ?? 0) * height;
    lon += (digits[i + 1] ?? 0) * width;
  }
  for (const digit of digits.slice(10)) { // a grid of five rows and four columns
    height /= 5;
    width /= 4;
    lat += Math.floor(digit / 4) * height;
    lon += (digit % 4) * width;
  }
  if (lat >= 90 || lon >= 180) return undefined;
  return { point: [lon + width / 2, lat + height / 2], degrees: height };
}

/** The first eight digits of a place's code. */
function encodeWhole([lon, lat]: LonLat): string {
  let [y, x] = [Math.min(lat + 90, 180 - 1e-9), (((lon + 180) % 360) + 360) % 360];
  let code = '';
  for (const step of steps.slice(0, 4)) {
    const [row, column] = [Math.floor(y / step + 1e-9), Math.floor(x / step + 1e-9)];
    code += (alphabet[row] ?? '') + (alphabet[column] ?? '');
    y -= row * step;
    x -= column * step;
  }
  return code;
}
