/** Made by `texts-plugin.ts`: `language/group` → the texts of its areas. */
declare module 'virtual:texts' {
  export const files: Record<string, () => Promise<{ default: Record<string, object> }>>
}
