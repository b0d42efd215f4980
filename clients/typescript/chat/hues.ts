/** As many as chat.css has colours for. */
const hues = 10;

/** The same colour for the same name, everywhere (FNV-1a over its UTF-16 units). */
export function hueOf(name: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return String(hash % hues);
}
