import type { PasskeyAssertion } from '../../contract/passkey-proof.ts'
import type { PasskeyCreationOptions, PasskeyRequestOptions, PasskeyView } from '../../contract/passkeys.ts'
import type { Answer, Browser } from './browser.ts'
import type { MadeAccount } from './make-account.ts'
import { createPasskey, type Forged, type SoftwarePasskey, signedBy } from './software-authenticator.ts'
import type { TestApp } from './test-app.ts'

/** Switches passkeys on or off, as the operator would. */
export async function switchPasskeys({ services, testStore }: TestApp, on: boolean): Promise<void> {
  await testStore.store.transaction((tx) => services.settings.change(tx, { passkeys: on }))
}

export type MadePasskey = { id: string; view: PasskeyView; soft: SoftwarePasskey }

/** A passkey of a person, added through the front door. */
export async function makePasskey(
  { browser }: Pick<MadeAccount, 'browser'>,
  { name, ...how }: { name?: string } & Parameters<typeof createPasskey>[1] = {},
): Promise<MadePasskey> {
  const options = await browser.post<PasskeyCreationOptions>('/me/passkeys/options')
  if (options.status !== 200) throw new Error(`Options answered ${options.status}: ${options.text}`)
  const { passkey, response } = createPasskey(options.body, how)
  const body = { passkey: response, ...(name === undefined ? {} : { name }) }
  const made = await browser.post<{ passkey: PasskeyView }>('/me/passkeys', body)
  if (made.status !== 201) throw new Error(`Adding a passkey answered ${made.status}: ${made.text}`)
  return { id: made.body.passkey.id, view: made.body.passkey, soft: passkey }
}

/** Where something is signed, and where it is sent. */
export const passkeyPlaces = {
  sign_in: ['/auth/passkey/options', '/auth/passkey/verify'],
  second_factor: ['/auth/second-factor/passkey', '/auth/second-factor'],
  confirm: ['/auth/confirm/passkey', '/auth/confirm'],
} as const
export type PasskeyPlace = keyof typeof passkeyPlaces

/** What the server wants signed. */
export async function askPasskey(browser: Browser, place: PasskeyPlace): Promise<PasskeyRequestOptions> {
  const options = await browser.post<PasskeyRequestOptions>(passkeyPlaces[place][0])
  if (options.status !== 200) throw new Error(`Options answered ${options.status}: ${options.text}`)
  return options.body
}

/** Signs what is asked for, and sends it. */
export async function provePasskey(
  browser: Browser,
  place: PasskeyPlace,
  soft: SoftwarePasskey,
  forged: Forged = {},
): Promise<Answer> {
  const assertion: PasskeyAssertion = signedBy(soft, await askPasskey(browser, place), forged)
  return browser.post(passkeyPlaces[place][1], { passkey: assertion })
}
