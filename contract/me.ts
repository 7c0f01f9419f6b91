import { z } from 'zod'
import { locales } from './auth.ts'
import { pageOf, pageQuery, timestamp } from './common.ts'
import { endpoint } from './endpoint.ts'
import { keyView } from './keys.ts'
import { permissions, roles } from './roles.ts'

export const meView = z.object({
  id: z.string(),
  username: z.string(),
  nickname: z.string().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  operator: z.boolean(),
  profileComplete: z.boolean(),
  locale: z.enum(locales).nullable(),
  timeZone: z.string().nullable(),
  theme: z.enum(['light', 'dark', 'system']),
  createdAt: timestamp,
})

/** One line of the person's security log. It keeps the address, and says so (promise 10). */
export const securityEvent = z.object({
  id: z.string(),
  at: timestamp,
  act: z.string(),
  outcome: z.enum(['ok', 'refused']),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
})

export const me = {
  get: endpoint({
    method: 'GET',
    path: '/me',
    access: { kind: 'session' },
    summary: 'My profile',
    reply: meView,
  }),
  update: endpoint({
    method: 'PATCH',
    path: '/me',
    access: { kind: 'session' },
    summary: 'Change my profile; the first change with a nickname completes it',
    body: z.strictObject({
      nickname: z.string().max(200).optional(),
      username: z.string().max(200).optional(),
      locale: z.enum(locales).optional(),
      timeZone: z.string().max(64).optional(),
      theme: z.enum(['light', 'dark', 'system']).optional(),
    }),
    reply: meView,
  }),
  organizations: endpoint({
    method: 'GET',
    path: '/me/organizations',
    access: { kind: 'session' },
    summary: 'The organizations that I belong to, the personal one first',
    reply: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          slug: z.string(),
          name: z.string(),
          personal: z.boolean(),
          role: z.enum(roles),
          can: z.array(z.enum(permissions)),
        }),
      ),
    }),
  }),
  keys: endpoint({
    method: 'GET',
    path: '/me/keys',
    access: { kind: 'session' },
    summary: 'The API keys that I made, in every organization',
    query: z.strictObject({ ...pageQuery, q: z.string().max(20_000).optional() }),
    reply: pageOf(keyView),
  }),
  securityLog: endpoint({
    method: 'GET',
    path: '/me/security-log',
    access: { kind: 'session' },
    summary: 'What happened around my sign-ins and credentials',
    query: z.strictObject({ ...pageQuery }),
    reply: pageOf(securityEvent),
  }),
}
