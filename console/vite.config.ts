import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { groupOf } from './src/locales/groups.ts'

const api = 'http://127.0.0.1:3000'

const catalogue = /locales[\\/](\w+)[\\/](\w+)\.json$/

/** Texts of one language that are needed together come in one file. */
function textsFile(id: string): string | null {
  const [, language, area] = catalogue.exec(id) ?? []
  return area === undefined ? null : `texts-${language}-${groupOf(area)}`
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react(), tailwindcss()],
  server: { proxy: { '/api': api, '/v1': api } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // For the check of sizes; a folder with a dot is never served.
    manifest: true,
    // The policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: textsFile, test: catalogue, priority: 40 },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            {
              name: 'router',
              test: /node_modules[\\/]@tanstack[\\/](react-)?(router|history|query|store)/,
              priority: 20,
            },
          ],
        },
      },
    },
  },
})
