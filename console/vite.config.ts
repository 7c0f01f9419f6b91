import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { texts } from './texts-plugin.ts'

const api = 'http://127.0.0.1:3000'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react(), tailwindcss(), texts()],
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
