import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { api, type RequestOf } from '../../lib/api.ts'
import { safeNext } from '../../lib/search.ts'
import { type Session, sessionQuery } from '../../lib/session.ts'

/** What this installation offers: whether it needs an operator, who may sign up, how long a password is. */
export const methodsQuery = queryOptions({
  queryKey: ['auth', 'methods'],
  queryFn: ({ signal }) => api('GET /auth/methods', { signal }),
})

export const setUp = (body: RequestOf<'POST /setup'>['body']) => api('POST /setup', { body })
/** Asked when the link is opened, so that nobody fills a form in for nothing; the token stays out of addresses and logs. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['auth', 'invitation', token],
    queryFn: ({ signal }) => api('POST /auth/invitation', { body: { token }, signal }),
    retry: false,
    // What somebody types is not taken away by a later answer; sending the form has the last word.
    staleTime: Number.POSITIVE_INFINITY,
  })
export const signUp = (body: RequestOf<'POST /auth/sign-up'>['body']) => api('POST /auth/sign-up', { body })

/** Usernames hold no "@": what does is an address. */
export const signIn = (name: string, password: string) =>
  api('POST /auth/sign-in', {
    body: name.includes('@') ? { email: name, password } : { username: name, password },
  })

export const signInWithPasskey = (passkey: RequestOf<'POST /auth/passkey/verify'>['body']['passkey']) =>
  api('POST /auth/passkey/verify', { body: { passkey } })

export const finishSignIn = (body: RequestOf<'POST /auth/second-factor'>['body']) =>
  api('POST /auth/second-factor', { body })

/** The first nickname completes the profile. */
export async function completeProfile(
  client: QueryClient,
  body: { nickname: string; locale: 'en' | 'zh'; timeZone: string },
): Promise<void> {
  await api('PATCH /me', { body })
  await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
}

/** Takes a fresh session and goes where the person wanted to: nothing that somebody else's session has read stays. */
export function useArrival(next: string | undefined): (session: Session) => Promise<void> {
  const client = useQueryClient()
  const router = useRouter()
  return async (session) => {
    client.clear()
    client.setQueryData(sessionQuery.queryKey, session)
    await router.navigate({ href: safeNext(next), replace: true })
  }
}

export const forgotPassword = (email: string) => api('POST /auth/password/forgot', { body: { email } })
/** Asked when the link is opened, so that nobody chooses a password for nothing; asking does not use it up. */
export const resetQuery = (token: string) =>
  queryOptions({
    queryKey: ['auth', 'reset', token],
    queryFn: ({ signal }) => api('POST /auth/password/reset/check', { body: { token }, signal }),
    retry: false,
    // What somebody types is not taken away by a later answer; sending the form has the last word.
    staleTime: Number.POSITIVE_INFINITY,
  })
export const undoEmail = (token: string) => api('POST /auth/email/undo', { body: { token } })

/** Sets the new password. It ends every session, so whoever is signed in here is no more. */
export function useReset(): (token: string, password: string) => Promise<void> {
  const client = useQueryClient()
  return async (token, password) => {
    await api('POST /auth/password/reset', { body: { token, password } })
    client.clear()
  }
}

/** Locks the account by the link of a mail: every session ends, so whoever is signed in here is no more. */
export function useLockdownLink(): (token: string) => Promise<string> {
  const client = useQueryClient()
  return async (token) => {
    const { resetToken } = await api('POST /auth/lockdown', { body: { token } })
    client.clear()
    return resetToken
  }
}

/** Proves an address; who is signed in here sees it at once. */
export function useVerification(): (token: string) => Promise<{ email: string }> {
  const client = useQueryClient()
  return async (token) => {
    const proven = await api('POST /auth/email/verify', { body: { token } })
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    await client.invalidateQueries({ queryKey: ['me'] })
    return proven
  }
}
