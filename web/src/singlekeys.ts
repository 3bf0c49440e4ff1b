const storageKey = 'demarc-single-keys';

/** Whether single keys act: people who dictate or whose hand trembles can switch them off. */
export function singleKeys(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

/** Remembers whether single keys act. */
export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    // without storage they stay on
  }
}
