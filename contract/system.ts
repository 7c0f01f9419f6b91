import { z } from 'zod'
import { timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'
import { keyScopes } from './scopes.ts'

export const system = {
  whoami: endpoint({
    method: 'GET',
    path: '/whoami',
    access: { kind: 'key', scope: null },
    summary: 'What an API key is: its organization, scopes and expiry',
    reply: z.object({
      keyId: z.string(),
      organization: z.object({ id: z.string(), slug: z.string() }),
      scopes: z.array(z.enum(keyScopes)),
      expiresAt: timestamp.nullable(),
    }),
  }),
}
