/** A part of the panel that is drawn again when asked. */
export interface Section {
  readonly update: () => void;
}
