/** Whether the page is shown inside of another one. */
export function isEmbedded(): boolean {
  return location.pathname.endsWith('/embed');
}
