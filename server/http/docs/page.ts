import type { Endpoint } from '../../../contract/endpoint.ts'
import { accessInWords, type Json, schemaOf, tokenInWords } from '../openapi.ts'
import { apiBase } from '../route.ts'
import { curlExample } from './example.ts'
import { type Field, fieldsOf } from './fields.ts'
import { gatewaySection } from './gateway.ts'
import { type Html, html, prose } from './html.ts'

export type Endpoints = Record<string, Record<string, Endpoint>>

const titles: Record<string, string> = {
  auth: 'Signing in and up',
  me: 'The signed-in person',
  accessTokens: 'Access tokens',
  checkUp: 'Check-up',
  secondFactor: 'Two-factor authentication',
  organizations: 'Organizations',
  keys: 'API keys',
  money: 'Wallet, ledger and prices',
  usage: 'Usage',
  gateway: 'Playground',
  admin: 'The operator',
  system: 'For programs',
}

const table = (title: string, fields: readonly Field[], always: string): Html | null =>
  fields.length === 0
    ? null
    : html`<table><caption>${title}</caption><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Notes</th></tr></thead><tbody>${fields.map(
        ({ name, type, required, notes }) =>
          html`<tr><td><code>${name}</code></td><td>${type}</td><td>${[
            required ? always : null,
            notes === '' ? null : prose(notes),
          ]
            .filter((note) => note !== null)
            .map((note, index) => html`${index > 0 ? '; ' : ''}${note}`)}</td></tr>`,
      )}</tbody></table>`

const fieldsIn = (schema: Endpoint['body'] | null | undefined, io: 'input' | 'output'): Field[] =>
  schema ? fieldsOf(schemaOf(schema, io) as Json) : []

function section(area: string, name: string, endpoint: Endpoint, publicUrl: string): Html {
  const id = `${area}.${name}`
  const status = endpoint.reply ? (endpoint.status ?? 200) : 204
  const reply = fieldsIn(endpoint.reply, 'output').map((field) => ({ ...field, required: false }))
  return html`<section id="${id}"><h3><a href="#${id}"><span class="method">${endpoint.method}</span> <code>${endpoint.path}</code></a></h3>
<p>${prose(endpoint.summary)}.</p>
<p class="who">Who may: ${prose(`${accessInWords(endpoint.access)}${tokenInWords(endpoint)}`)}${endpoint.idempotent ? prose(' Accepts `Idempotency-Key`; a replay answers without the secret.') : ''}</p>
${table('In the path', fieldsIn(endpoint.params, 'input'), 'required')}
${table('In the query', fieldsIn(endpoint.query, 'input'), 'required')}
${table('Body', fieldsIn(endpoint.body, 'input'), 'required')}
${reply.length > 0 ? table(`Reply, ${status}`, reply, '') : html`<p>Answers ${status}${status === 204 ? ' without a body' : ''}.</p>`}
<pre><code>${curlExample(endpoint, publicUrl)}</code></pre></section>
`
}

/** The reference page: every route of the contract, in plain HTML that needs no script. */
export function referencePage(contract: Endpoints, publicUrl: string): string {
  const areas = Object.entries(contract)
  const contents = areas.map(
    ([area, endpoints]) =>
      html`<li><a href="#${area}">${titles[area] ?? area}</a><ul>${Object.entries(endpoints).map(
        ([name, { method, path }]) =>
          html`<li><a href="#${area}.${name}"><span class="method">${method}</span> ${path}</a></li>`,
      )}</ul></li>`,
  )
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>API reference · Portico</title>
<link rel="stylesheet" href="/docs/reference.css"><link rel="icon" href="data:,"></head>
<body><a class="skip" href="#main">Skip to the reference</a>
<nav aria-label="Contents"><p class="product"><a href="/">Portico</a></p><ul><li><a href="#v1">Gateway</a></li><li><a href="#conventions">Conventions</a></li>${contents}</ul></nav>
<main id="main"><h1>API reference</h1>
${gatewaySection(publicUrl)}
<section id="conventions"><h2>Console API: conventions</h2>
<p>The base is <code>${publicUrl}${apiBase}</code>. The same as a document for tools: <a href="${apiBase}/openapi.json">OpenAPI 3.1</a>.</p>
<ul>
<li>${prose('Bodies and replies are JSON. Times are RFC 3339 in UTC, money is a decimal text in US dollars, never a float. Unknown fields in a body are refused.')}</li>
<li>${prose('People come with the session cookie that signing in sets; a change needs an `Origin` header equal to the public URL. A person’s own programs come with `Authorization: Bearer pat_…` instead, an access token of Account Management: each route says which scope it needs; a cookie beside it is ignored, and no `Origin` is needed. What needs a confirmation, and all of passwords, factors, sessions and tokens, answers 403 `access_token_refused`. Programs of an organization come with `Authorization: Bearer pk_…`, an API key, on the routes that say so.')}</li>
<li>${prose('Lists take `limit` (at most 200) and `cursor`, and answer `items` and `nextCursor`; it is null on the last page.')}</li>
<li>${prose('`{org}` is the slug or the id of an organization. What is in another organization does not exist: 404.')}</li>
<li>${prose('Errors are `application/problem+json` with `status`, `code`, `detail` and `requestId`. 403 `confirmation_required` names the methods by which you can confirm; do so at `POST /auth/confirm` and send the request again.')}</li>
</ul></section>
${areas.map(
  ([area, endpoints]) => html`<h2 id="${area}">${titles[area] ?? area}</h2>
${Object.entries(endpoints).map(([name, endpoint]) => section(area, name, endpoint, publicUrl))}`,
)}
</main></body></html>
`.html
}
