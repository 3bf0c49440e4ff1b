/** What takes the frames of a film; a canvas shows each while it is added. */
export interface Encoder {
  readonly add: (start: number, seconds: number) => void | Promise<void>;
  readonly finish: () => Promise<Blob>;
  readonly cancel: () => void | Promise<void>;
}
