/** Takes a file that is dropped anywhere on the page; the browser would leave the page for it. */
export function mountDrop(take: (file: File) => void): void {
  const { classList } = document.documentElement;
  const holds = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  document.addEventListener('dragover', (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    classList.add('dropping');
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => relatedTarget === null && classList.remove('dropping'));
  document.addEventListener('drop', (event) => {
    classList.remove('dropping');
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    take(file);
  });
}
