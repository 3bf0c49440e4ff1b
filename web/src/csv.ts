/**
 * One field of CSV (RFC 4180). A leading sign that spreadsheets take for a formula is escaped, but
 * for the days of years before 0.
 */
function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^(?!-\d{4}-\d\d-\d\d$)[=+\-@\t]/.test(value)
    ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV with a line of names. */
export function table(
  head: readonly string[], rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
  return [head, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}
