import { useSyncExternalStore } from 'react'
import { type ApiError, answerChallenges, api } from './api.ts'

/**
 * What a refused request waits for. Any request may answer 403 `confirmation_required`, or 401 when the session ended;
 * one shared dialog (app/challenges.tsx) asks, then every waiting request is sent again. Pages do nothing for it.
 */
export type Challenge =
  | { readonly kind: 'confirmation'; readonly methods: readonly string[] }
  | { readonly kind: 'session' }

type State = { challenge: Challenge | null; signedOut: boolean }
let state: State = { challenge: null, signedOut: false }
const listeners = new Set<() => void>()
const waiting: Record<
  Challenge['kind'],
  { promise: Promise<boolean>; settle: (repeat: boolean) => void } | null
> = {
  confirmation: null,
  session: null,
}

function update(next: Partial<State>) {
  state = { ...state, ...next }
  for (const listener of listeners) listener()
}

function ask(challenge: Challenge): Promise<boolean> {
  const running = waiting[challenge.kind]
  if (running) return running.promise
  const { promise, resolve } = Promise.withResolvers<boolean>()
  waiting[challenge.kind] = { promise, settle: resolve }
  update({ challenge })
  return promise
}

/** The person proved it (`true`: repeat) or would rather not (`false`: the refusal is thrown). */
export function settleChallenge(kind: Challenge['kind'], repeat: boolean) {
  const running = waiting[kind]
  waiting[kind] = null
  const other = kind === 'session' ? 'confirmation' : 'session'
  update({
    challenge: waiting[other] && state.challenge?.kind === other ? state.challenge : null,
    signedOut: kind === 'session' ? !repeat : state.signedOut,
  })
  running?.settle(repeat)
}

/** Opens the sign-in dialog from the banner that stays after it was put aside. */
export function askToSignIn(): Promise<boolean> {
  return ask({ kind: 'session' })
}

const ownAnswer = new Set([
  'GET /auth/session',
  'POST /auth/sign-in',
  'POST /auth/sign-up',
  'POST /auth/sign-out',
  'POST /setup',
])

/**
 * Starts answering refusals; returns the way to stop.
 *
 * @param accountId whose pages this tab shows: what they typed is never sent for somebody else who has signed in since.
 */
export function listenForChallenges(accountId: () => string | undefined): () => void {
  const stillSignedIn = () =>
    api('GET /auth/session').then(
      ({ account }) => accountId() === undefined || account.id === accountId(),
      () => false,
    )
  // Signed in again in another tab: coming back, there is nothing left to ask.
  async function lookAgain() {
    if (document.visibilityState !== 'visible' || !(waiting.session || state.signedOut)) return
    if (await stillSignedIn()) settleChallenge('session', true)
  }
  document.addEventListener('visibilitychange', lookAgain)
  addEventListener('focus', lookAgain)
  const stop = answerChallenges(async (error, route) => {
    if (error.status === 403 && error.code === 'confirmation_required') {
      return ask({ kind: 'confirmation', methods: methodsOf(error) })
    }
    // Other codes of 401 (a wrong password) are the asking form's own business.
    if (error.status !== 401 || error.code !== 'session_required' || ownAnswer.has(route)) return false
    // A confirmation in another tab renews the cookie: whoever raced it gets 401 once.
    if (await stillSignedIn()) return true
    // Background reads do not open the dialog again after it was put aside; the banner stands.
    if (state.signedOut && route.startsWith('GET ')) return false
    return ask({ kind: 'session' })
  })
  return () => {
    stop()
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
