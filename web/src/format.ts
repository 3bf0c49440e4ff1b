/** A whole number with the locale's separators. */
export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** A distance in metres as a person would say it: `840 m`, `3 km`, `12.4 km`. */
export function formatMetres(metres: number, locale: string): string {
  const unit = (value: number, name: 'meter' | 'kilometer', digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, maximumFractionDigits: digits }).format(value);
  if (metres < 950) return unit(metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10, 'meter', metres < 10 ? 1 : 0);
  return unit(metres / 1000, 'kilometer', metres < 20_000 ? 1 : 0);
}

/** An area with its unit. */
export function formatKm2(km2: number, locale: string): string {
  const km = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilometer' }).formatToParts(1).find(({ type }) => type === 'unit');
  return `${formatNumber(km2, locale)} ${km?.value ?? 'km'}²`;
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
    return `${Math.floor(tenths / 36_000)}°${two(Math.floor(tenths / 600) % 60)}′${seconds}″${letters[value < 0 ? 1 : 0]}`;
  };
  return `${part(lat, 'NS')} ${part(lon, 'EW')}`;
}
