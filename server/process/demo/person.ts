import type { Portico } from '../../app.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT'

/** Somebody of the demo at the front door: what they do is checked, recorded and priced as everybody's. */
export type Person = {
  /** @throws Error with the answer where it is a refusal. */
  call<T = Record<string, unknown>>(method: Method, path: string, body?: object): Promise<T>
}

/** A person with a browser's cookies; signed in once they have signed in or up. */
export function createPerson({ fastify, deps }: Portico): Person {
  const cookies = new Map<string, string>()
  return {
    async call<T>(method: Method, path: string, body?: object): Promise<T> {
      const answer = await fastify.inject({
        method,
        url: `/api/v1${path}`,
        headers: {
          origin: new URL(deps.config.publicUrl).origin,
          'user-agent': 'Portico demo',
          ...(cookies.size > 0 ? { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } : {}),
        },
        ...(body === undefined ? {} : { payload: body }),
      })
      for (const { name, value } of answer.cookies) cookies.set(name, value)
      if (answer.statusCode >= 400)
        throw new Error(`The demo could not ${method} ${path}: ${answer.statusCode} ${answer.body}`)
      return (answer.body === '' ? undefined : answer.json()) as T
    },
  }
}
