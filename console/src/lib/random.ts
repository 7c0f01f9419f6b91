/** A random name for an act, 128 bits: `crypto.randomUUID` is missing where the console is served over plain http. */
export function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
