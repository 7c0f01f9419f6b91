import { readFileSync } from 'node:fs'
import { contract } from '../../../contract/index.ts'
import type { App } from '../app.ts'
import { pageHeaders } from '../page-headers.ts'
import { referencePage } from './page.ts'

/** The reference of the API at `/docs`, printed once from the contract and served from our own files. */
export function mountDocs({ fastify, deps }: App): void {
  const page = referencePage(contract, deps.config.publicUrl)
  const style = readFileSync(new URL('./reference.css', import.meta.url), 'utf8')
  fastify.get('/docs', (_request, reply) =>
    pageHeaders(reply).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page),
  )
  fastify.get('/docs/', (_request, reply) => reply.redirect('/docs', 308))
  fastify.get('/docs/reference.css', (_request, reply) =>
    pageHeaders(reply).header('cache-control', 'no-cache').type('text/css; charset=utf-8').send(style),
  )
}
