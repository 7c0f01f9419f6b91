import { type Html, html, prose } from './html.ts'

const routes: [string, string, string][] = [
  ['POST', '/v1/chat/completions', 'A chat, streamed or not; tools, pictures in, every parameter passed on'],
  ['POST', '/v1/embeddings', 'Vectors of texts'],
  ['GET', '/v1/models', 'The models that this key may call'],
  ['GET', '/v1/models/{model}', 'One of them'],
]

const errors: [string, string, string][] = [
  ['401', 'invalid_api_key', 'no key, one that is malformed, or one that is not known'],
  [
    '401',
    'expired_api_key, disabled_api_key, revoked_api_key, pending_api_key',
    'the key is known and does not work now',
  ],
  [
    '403',
    'insufficient_scope, model_not_allowed, ip_not_allowed',
    'the key may not do this, call this model, or call from here',
  ],
  [
    '403',
    'model_not_priced',
    'the model has no price, and the policy of the organization does not accept that',
  ],
  ['404', 'model_not_found', 'no upstream serves this model'],
  ['402', 'insufficient_quota', 'the wallet cannot pay for the call; not tried again'],
  ['429', 'quota_on_hold', 'the money is there, held by calls in flight: try again shortly'],
  [
    '502, 504, 503',
    'upstream_error, upstream_timeout, no_upstream',
    'the provider failed, did not answer, or none is healthy',
  ],
]

/** The part of the reference for programs that call models: OpenAI's protocol, so only what is ours is told. */
export function gatewaySection(publicUrl: string): Html {
  return html`<section id="v1"><h2>Gateway</h2>
<p>${prose('Programs call models with the official OpenAI SDK, or anything that speaks its protocol. The base URL is')} <code>${publicUrl}/v1</code>${prose(', the API key goes into `Authorization: Bearer`.')}</p>
<pre><code>curl ${publicUrl}/v1/chat/completions \\
  -H "Authorization: Bearer $PORTICO_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model":"sandbox-chat","messages":[{"role":"user","content":"Hello"}]}'</code></pre>
<table><caption>Routes</caption><thead><tr><th scope="col">Route</th><th scope="col">What it does</th></tr></thead><tbody>${routes.map(
    ([method, path, what]) =>
      html`<tr><td><span class="method">${method}</span> <code>${path}</code></td><td>${what}</td></tr>`,
  )}</tbody></table>
<table><caption>Refusals, in OpenAI's shape</caption><thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">When</th></tr></thead><tbody>${errors.map(
    ([status, codes, when]) =>
      html`<tr><td>${status}</td><td>${codes.split(', ').map((code, index) => html`${index > 0 ? ', ' : ''}<code>${code}</code>`)}</td><td>${when}</td></tr>`,
  )}</tbody></table>
<p>${prose('Every answer carries `x-request-id`: the id of its usage record.')}</p></section>
`
}
