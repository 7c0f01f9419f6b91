import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../../../contract/index.ts'
import { type TestApp, testApp } from '../../testing/index.ts'

let app: TestApp
let page = ''

beforeAll(async () => {
  app = await testApp()
  page = (await app.fastify.inject({ url: '/docs' })).body
})
afterAll(() => app.close())

test('the reference has every route of the contract, with who may call it and a curl', () => {
  for (const [area, endpoints] of Object.entries(contract)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const from = page.indexOf(`<section id="${area}.${name}">`)
      expect(from, `${area}.${name}`).toBeGreaterThan(0)
      const section = page.slice(from, page.indexOf('</section>', from))
      expect(section).toContain(`<code>${endpoint.path}</code>`)
      expect(section).toContain('Who may: ')
      expect(section).toMatch(/curl .*\/api\/v1\//)
    }
  }
})

test('fields are told with their types, nested ones by their path', () => {
  const from = page.indexOf('<section id="keys.create">')
  const section = page.slice(from, page.indexOf('</section>', from))
  expect(section).toContain('<code>name</code></td><td>text</td><td>required; 1 to 80 characters</td>')
  expect(section).toContain('<code>key.status</code>')
  expect(section).toContain('<code>key.budgets[].limitUsd</code>')
  expect(section).toContain('list of &quot;models:call&quot;')
})

test('rule 37: it runs no script and carries no style of its own', async () => {
  const answer = await app.fastify.inject({ url: '/docs' })
  expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
  expect(page).not.toMatch(/<script|<style|style="|\son\w+=|javascript:/i)
  const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1] ?? '')
  expect(links.filter((link) => /^(https?:)?\/\//.test(link))).toEqual([])
  expect((await app.fastify.inject({ url: '/docs/reference.css' })).statusCode).toBe(200)
})

test('every anchor that it links to is there once', () => {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(id)
})
