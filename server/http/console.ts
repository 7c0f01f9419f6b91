import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { answerNotFound, mayBePage } from './not-found.ts'
import { pageHeaders } from './page-headers.ts'

/** Where `vite build console` leaves the pages. */
export const consoleFolder = fileURLToPath(new URL('../../console/dist', import.meta.url))

const notBuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Portico</title></head>
<body><h1>The console is not built</h1>
<p>The server runs, its pages are missing. Build them with <code>npm run build</code>, then start the server again, or use <code>script/server</code>, which does both.</p>
<p>The <a href="/docs">reference of the API</a> works without them.</p></body></html>
`
const localNames = /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/**
 * Where a page should have been opened: the same one at the public URL, when that is a local name and the page was opened at another.
 * Sessions and passkeys belong to one name.
 */
export function redirectToPublicName(request: FastifyRequest, publicUrl: string): string | null {
  const url = new URL(publicUrl)
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
  if (!localNames.test(url.hostname) || !localNames.test(name) || name === url.hostname) return null
  // Only the origin is ours: the path stays text, so that `//elsewhere` is no host.
  return `${url.origin}${request.url}`
}

/** The console's files, its index for every page that its router knows, and a 404 for the rest. */
export async function mountConsole({ fastify, deps }: App, folder = consoleFolder): Promise<void> {
  const indexFile = join(folder, 'index.html')
  const index = existsSync(indexFile) ? readFileSync(indexFile, 'utf8') : null
  if (index !== null) {
    await fastify.register(fastifyStatic, {
      root: folder,
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      cacheControl: false,
      preCompressed: true,
      // The index goes out by the handler below, with its own headers; folders are nothing.
      allowedPath: (path) => path !== '/index.html' && !path.endsWith('/'),
      setHeaders(reply, path) {
        const hashed = path.startsWith(join(folder, 'assets'))
        pageHeaders(reply).header(
          'cache-control',
          hashed ? 'public, max-age=31536000, immutable' : 'public, no-cache',
        )
      },
    })
  }
  fastify.setNotFoundHandler((request, reply) => {
    if (!mayBePage(request)) return answerNotFound(request, reply)
    const elsewhere = redirectToPublicName(request, deps.config.publicUrl)
    if (elsewhere !== null) return reply.header('cache-control', 'no-store').redirect(elsewhere, 302)
    // The page is the same for everybody, but what it shows is an account's: nothing of it is kept (rule 37).
    return pageHeaders(reply)
      .code(index === null ? 503 : 200)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(index ?? notBuilt)
  })
}
