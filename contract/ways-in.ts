import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/** Who would be left without a way in, were a switch of signing in off; for the operator. */
export const waysIn = {
  get: endpoint({
    method: 'GET',
    path: '/admin/ways-in',
    access: { kind: 'operator' },
    summary:
      'How many people could sign in no more without passwords, or without passkeys; how many have no second factor',
    reply: z.object({
      /** Enabled accounts. */
      people: z.number().int(),
      /** Of them, with a password and neither a passkey that signs in nor a linked identity. */
      passwordOnly: z.number().int(),
      /** Of them, with a passkey, no linked identity, and no password that signs in. */
      passkeyOnly: z.number().int(),
      /** Of them, without a second factor. */
      withoutSecondFactor: z.number().int(),
      operators: z.number().int(),
      operatorsWithoutSecondFactor: z.number().int(),
    }),
  }),
}
