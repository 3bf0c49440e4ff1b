import { rulesOf } from './locales.ts';

const formatters = new Map<string, Intl.NumberFormat>();

/** To make one takes longer than to use it a hundred times. */
function formatter(locale: string, digits: number): Intl.NumberFormat {
  const key = `${locale} ${digits}`;
  const made = formatters.get(key) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  formatters.set(key, made);
  return made;
}

/** A number with the locale's separators and at most so many decimals. */
function decimal(value: number, locale: string, digits: number): string {
  const rules = rulesOf(locale);
  if (!rules) return formatter(locale, digits).format(value);
  return formatter('en', digits).formatToParts(value)
    .map(({ type, value: part }) =>
      (type === 'group' ? rules.group : type === 'decimal' ? rules.decimal : part)).join('');
}

const unitNames: Record<string, string> = {};

/** The short name of a unit. */
function unitName(locale: string, unit: 'meter' | 'kilometer'): string {
  const rules = rulesOf(locale);
  if (rules) return unit === 'meter' ? rules.metre : rules.kilometre;
  return unitNames[`${locale} ${unit}`] ??= new Intl.NumberFormat(locale, { style: 'unit', unit })
    .formatToParts(1).find(({ type }) => type === 'unit')?.value ?? (unit === 'meter' ? 'm' : 'km');
}

/** A whole number with the locale's separators; small ones with a decimal. */
export function formatNumber(value: number, locale: string): string {
  return decimal(value, locale, value < 10 ? 1 : 0);
}

/** A number with all its decimals. */
export function formatExact(value: number, locale: string): string {
  return decimal(value, locale, 15);
}

/** A distance in metres as a person would say it: `840 m`, `3 km`, `12.4 km`. */
export function formatMetres(metres: number, locale: string): string {
  if (metres < 950) {
    const rounded = metres < 10 ? metres : metres < 100 ? Math.round(metres)
      : Math.round(metres / 10) * 10;
    return `${decimal(rounded, locale, 1)} ${unitName(locale, 'meter')}`;
  }
  const kilometres = decimal(metres / 1000, locale, metres < 20_000 ? 1 : 0);
  return `${kilometres} ${unitName(locale, 'kilometer')}`;
}

/** The short name of the unit of areas. */
export function km2Name(locale: string): string {
  return `${unitName(locale, 'kilometer')}²`;
}

/** An area with its unit. */
export function formatKm2(km2: number, locale: string): string {
  return `${formatNumber(km2, locale)} ${km2Name(locale)}`;
}

/** A coordinate pair for reading: `40.1000° N, 46.0400° E`. */
export function formatLonLat([lon, lat]: readonly [number, number]): string {
  const part = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(4)}° ${value < 0 ? negative : positive}`;
  return `${part(lat, 'N', 'S')}, ${part(lon, 'E', 'W')}`;
}

/** Degrees, minutes and seconds: `40°06′00.0″N 46°02′24.0″E`. */
export function formatDMS([lon, lat]: readonly [number, number]): string {
  const part = (value: number, letters: string) => {
    const tenths = Math.round(Math.abs(value) * 36_000);
    const two = (n: number) => String(n).padStart(2, '0');
    const seconds = `${two(Math.floor((tenths % 600) / 10))}.${tenths % 10}`;
    const [degrees, minutes] = [Math.floor(tenths / 36_000), two(Math.floor(tenths / 600) % 60)];
    return `${degrees}°${minutes}′${seconds}″${letters[value < 0 ? 1 : 0]}`;
  };
  return `${part(lat, 'NS')} ${part(lon, 'EW')}`;
}

/** A number of degrees to the hundredth. */
export function formatDegrees(degrees: number, locale: string): string {
  return `${decimal(degrees, locale, 2)}°`;
}
