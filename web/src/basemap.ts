/** What the operator has put below the map in place of the world that the program has. */
export interface Basemap {
  /** With {z}, {x} and {y}, or that of an archive of tiles. */
  readonly address: string;
  readonly archive: boolean;
  readonly attribution: string;
}

/** What the head of the page says lies below the map: `none` is nothing, undefined the world. */
export function basemap(): Basemap | 'none' | undefined {
  const said = document.querySelector<HTMLMetaElement>('meta[name="basemap"]');
  if (!said) return undefined;
  const { content, dataset } = said;
  if (content === 'none') return 'none';
  return { address: content, archive: dataset['form'] === 'pmtiles', attribution: dataset['attribution'] ?? '' };
}
