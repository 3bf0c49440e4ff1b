/** A whole number with the locale's separators. */
export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** A distance in metres as a person would say it: `840 m`, `3 km`, `12.4 km`. */
export function formatMetres(metres: number, locale: string): string {
  if (metres < 950) return `${formatNumber(metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10, locale)} m`;
  const km = new Intl.NumberFormat(locale, { maximumFractionDigits: metres < 20_000 ? 1 : 0 });
  return `${km.format(metres / 1000)} km`;
}

/** A coordinate pair for reading: `40.1000° N, 46.0400° E`. */
export function formatLonLat([lon, lat]: readonly [number, number]): string {
  const part = (value: number, positive: string, negative: string) =>
    `${Math.abs(value).toFixed(4)}° ${value < 0 ? negative : positive}`;
  return `${part(lat, 'N', 'S')}, ${part(lon, 'E', 'W')}`;
}
