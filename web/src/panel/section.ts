/** A part of the panel that can be drawn again. */
export interface Section {
  readonly update: () => void;
}
