const zone = String.raw`(?:utc|gmt)?(?:z|[+-](?:[01]?\d|2[0-3])(?::?[0-5]\d)?)?(?: *\(.*\))?`;
const hours24 = String.raw`(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.](?:[0-5]\d|60)(?:[.,]\d*)?)?`;
const hours12 = String.raw`(?:0?[1-9]|1[0-2])(?:[:.][0-5]\d){1,2}(?:[.,]\d*)? *(?:am|pm|a\.m\.|p\.m\.)`;
const basic = String.raw`t(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?`;

const behindDay = new RegExp(
  `^(?:z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d|${basic} *${zone}|` +
  `(?:t|[ ,]+(?:at )?)(?:${hours12}|${hours24}) *${zone})$`);

/** Whether a text behind a day, in small letters, is a time of day or a zone alone. */
export function isClock(text: string): boolean {
  return behindDay.test(text);
}
