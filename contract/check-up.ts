import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/** What is looked at, in the order in which it matters. */
export const checkUpLines = [
  'twoFactor',
  'recoveryCodes',
  'email',
  'tokensForever',
  'tokensUnused',
  'keysUnused',
  'unpriced',
] as const

export const checkUp = {
  get: endpoint({
    method: 'GET',
    path: '/me/checkup',
    access: { kind: 'session' },
    summary: 'What could be safer about my account, as it is now',
    reply: z.object({
      items: z.array(
        z.object({
          id: z.enum(checkUpLines),
          good: z.boolean(),
          /** Codes that are left, or so many of what the line is about; null where there is nothing to count. */
          count: z.number().int().nullable(),
          /** Where the line is about organizations: those that it finds. */
          organizations: z.array(z.object({ slug: z.string(), name: z.string() })),
        }),
      ),
    }),
  }),
}
