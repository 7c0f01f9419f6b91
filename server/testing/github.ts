import { createHash } from 'node:crypto'
import { randomText } from '../lib/secret.ts'
import { formOf, type Listening, listen } from './listen.ts'

export type GithubUser = { id: unknown; login: string; name: string | null; email: string; verified: boolean }

/** A stand-in for GitHub Enterprise: who opens it is somebody at once. */
export type Github = Listening & {
  user: GithubUser
  clientId: string
  clientSecret: string
}

/** The few routes of GitHub that signing in takes; codes are good once, and PKCE is checked. */
export async function startGithub(): Promise<Github> {
  const codes = new Map<string, { challenge: string; user: GithubUser }>()
  const tokens = new Map<string, GithubUser>()
  const github: Github = {
    ...{ url: '', clientId: 'github-client', clientSecret: `github-secret-${randomText(20)}` },
    user: { id: 583_231, login: 'octo-ada', name: 'Ada', email: 'ada@example.org', verified: true },
    close: async () => {},
  }
  const listening = await listen(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://github')
    const json = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (url.pathname === '/login/oauth/authorize') {
      const code = randomText(20)
      codes.set(code, { challenge: url.searchParams.get('code_challenge') ?? '', user: { ...github.user } })
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      response.writeHead(302, { location: back.href }).end()
      return
    }
    if (url.pathname === '/login/oauth/access_token') {
      const form = await formOf(request)
      const code = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      const known =
        form.get('client_id') === github.clientId && form.get('client_secret') === github.clientSecret
      if (!code || !known || challenge !== code.challenge) return json({ error: 'bad_verification_code' })
      const token = `gho_${randomText(20)}`
      tokens.set(token, code.user)
      return json({ access_token: token, token_type: 'bearer', scope: 'read:user,user:email' })
    }
    const user = tokens.get(String(request.headers.authorization ?? '').replace('Bearer ', ''))
    if (!user) return json({ message: 'Bad credentials' }, 401)
    const { email, verified, ...rest } = user
    if (url.pathname === '/api/v3/user') return json(rest)
    if (url.pathname === '/api/v3/user/emails') return json([{ email, verified, primary: true }])
    json({ message: 'Not Found' }, 404)
  })
  return Object.assign(github, listening)
}
