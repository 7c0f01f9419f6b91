import { useSyncExternalStore } from 'react'
import { type ApiError, answerChallenges, api, holdRequests } from './api.ts'

/**
 * What a refused request waits for. Any request may answer 403 `confirmation_required`, or 401 when the session ended; or somebody else has
 * signed in in another tab of this browser, whose session every request of this one would use. One shared dialog (app/challenges.tsx) asks,
 * then every waiting request is sent again. Pages do nothing for it.
 */
export type Challenge =
  | { readonly kind: 'confirmation'; readonly methods: readonly string[] }
  | { readonly kind: 'session' }
  /** `username` is who is signed in now. */
  | { readonly kind: 'account'; readonly username: string }

type State = { challenge: Challenge | null; signedOut: boolean }
let state: State = { challenge: null, signedOut: false }
const listeners = new Set<() => void>()
type Waiting = { challenge: Challenge; promise: Promise<boolean>; settle: (repeat: boolean) => void }
const waiting = new Map<Challenge['kind'], Waiting>()
/** The first of these that waits is asked: without the right person no proof is of use. */
const order = ['account', 'session', 'confirmation'] as const

function update(signedOut = state.signedOut) {
  const first = order.map((kind) => waiting.get(kind)).find((one) => one !== undefined)
  state = { challenge: first?.challenge ?? null, signedOut }
  for (const listener of listeners) listener()
}

function ask(challenge: Challenge): Promise<boolean> {
  const running = waiting.get(challenge.kind)
  if (running) return running.promise
  const { promise, resolve } = Promise.withResolvers<boolean>()
  waiting.set(challenge.kind, { challenge, promise, settle: resolve })
  update()
  return promise
}

/** The person proved it (`true`: repeat) or would rather not (`false`: the refusal is thrown). */
export function settleChallenge(kind: Challenge['kind'], repeat: boolean) {
  const running = waiting.get(kind)
  waiting.delete(kind)
  update(kind === 'session' ? !repeat : state.signedOut)
  running?.settle(repeat)
}

/** Opens the sign-in dialog from the banner that stays after it was put aside. */
export function askToSignIn(): Promise<boolean> {
  return ask({ kind: 'session' })
}

const ownAnswer = new Set([
  'GET /auth/session',
  'POST /auth/sign-in',
  'POST /auth/second-factor',
  'POST /auth/second-factor/passkey',
  'POST /auth/passkey/options',
  'POST /auth/passkey/verify',
  'POST /auth/sign-up',
  'POST /auth/sign-out',
  'POST /setup',
])

const factorPage = '/second-factor-required'

/** Tabs tell each other who has signed in: they share one session. */
const channelName = 'portico.account'
/** At most one look for refusals that come together, such as those of a search in many organizations. */
const lookAgainMs = 2000

/** Tells the other tabs of this browser whom its session belongs to from now on. */
export function announceAccount(accountId: string) {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage(accountId)
  channel.close()
}

const confirmedChannel = 'portico.confirmed'

/** Tells the page that waits beside this one that the person has proven themselves. */
export function announceConfirmed() {
  const channel = new BroadcastChannel(confirmedChannel)
  channel.postMessage(true)
  channel.close()
}

/** Hears `announceConfirmed`; returns the way to stop. */
export function listenForConfirmed(onConfirmed: () => void): () => void {
  const channel = new BroadcastChannel(confirmedChannel)
  channel.onmessage = onConfirmed
  return () => channel.close()
}

/**
 * Starts answering refusals; returns the way to stop.
 *
 * @param accountId whose pages this tab shows: what they typed is never sent for somebody else who has signed in since.
 */
export function listenForChallenges(accountId: () => string | undefined): () => void {
  let lookedAt = 0
  /** Who is signed in in this browser now; asks for the right person where it is somebody else. */
  async function whoIsThere(): Promise<'me' | 'other' | 'nobody'> {
    lookedAt = Date.now()
    const session = await api('GET /auth/session').catch(() => null)
    if (session === null) return 'nobody'
    if (accountId() === undefined || session.account.id === accountId()) {
      settleChallenge('account', true)
      return 'me'
    }
    void ask({ kind: 'account', username: session.account.username })
    return 'other'
  }
  // Coming back to this tab: signed in again in another one there is nothing left to ask, and it may be somebody else.
  async function lookAgain() {
    if (document.visibilityState !== 'visible' || accountId() === undefined) return
    const asked = waiting.has('session') || state.signedOut
    if ((await whoIsThere()) === 'me' && asked) settleChallenge('session', true)
  }
  document.addEventListener('visibilitychange', lookAgain)
  addEventListener('focus', lookAgain)
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data }) => {
    if (accountId() !== undefined && (data !== accountId() || waiting.has('account'))) void whoIsThere()
  }
  const release = holdRequests(async (route) => {
    if (!ownAnswer.has(route)) await waiting.get('account')?.promise
  })
  const stop = answerChallenges(async (error, route) => {
    if (ownAnswer.has(route)) return false
    // What one may not see may be somebody else's: then it is no answer for this page.
    const strange = error.status === 403 || error.status === 404
    if (strange && accountId() !== undefined && Date.now() - lookedAt > lookAgainMs) await whoIsThere()
    const other = waiting.get('account')
    if (other && (strange || error.status === 401)) return other.promise
    if (error.status === 403 && error.code === 'confirmation_required') {
      return ask({ kind: 'confirmation', methods: methodsOf(error) })
    }
    // Nothing of this page is there before: the one that sets it up comes back here (rule 22).
    const { pathname, search } = location
    if (error.code === 'two_factor_required' && pathname !== factorPage) {
      location.replace(`${factorPage}?next=${encodeURIComponent(pathname + search)}`)
      return new Promise(() => {})
    }
    // Other codes of 401 (a wrong password) are the asking form's own business.
    if (error.status !== 401 || error.code !== 'session_required') return false
    // A confirmation in another tab renews the cookie: whoever raced it gets 401 once.
    const who = await whoIsThere()
    if (who === 'me') return true
    if (who === 'other') return waiting.get('account')?.promise ?? true
    // Background reads do not open the dialog again after it was put aside; the banner stands.
    if (state.signedOut && route.startsWith('GET ')) return false
    return ask({ kind: 'session' })
  })
  return () => {
    stop()
    release()
    channel.close()
    document.removeEventListener('visibilitychange', lookAgain)
    removeEventListener('focus', lookAgain)
  }
}

function methodsOf(error: ApiError): string[] {
  const { methods } = error.extra
  return Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : []
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

export function useChallenge(): State {
  return useSyncExternalStore(subscribe, () => state)
}

/** Whether a dialog of this kind is open: the dialogs beneath it then ignore Esc and outside clicks. */
export function challengeIsOpen(): boolean {
  return state.challenge !== null
}
