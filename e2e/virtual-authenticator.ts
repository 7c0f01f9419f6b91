import type { CDPSession, Page } from '@playwright/test'

export type Kept = {
  credentialId: string
  isResidentCredential: boolean
  rpId?: string
  privateKey: string
  userHandle?: string
  signCount: number
  backupEligibility?: boolean
  backupState?: boolean
}

/** An authenticator of the browser's own, by its debugging protocol: it answers at once, as somebody would who always touches it. */
export type VirtualAuthenticator = {
  kept(): Promise<Kept[]>
  /** Puts a passkey in, as somebody would who has copied it. */
  put(credential: Kept): Promise<void>
  drop(credentialId: string): Promise<void>
  /** Whether it knows the person's finger. */
  setUserVerified(verified: boolean): Promise<void>
  /** Whether it answers without being touched. */
  setAnswers(answers: boolean): Promise<void>
  remove(): Promise<void>
}

const sessions = new WeakMap<Page, Promise<CDPSession>>()
/** One session for a page: authenticators belong to it. */
function debuggerOf(page: Page): Promise<CDPSession> {
  const open = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, open)
  return open
}

/** Plugs one in. `usb` is a security key, which keeps its passkeys to itself; `internal` belongs to the device. */
export async function addAuthenticator(
  page: Page,
  { transport = 'internal', synced = false }: { transport?: 'internal' | 'usb'; synced?: boolean } = {},
): Promise<VirtualAuthenticator> {
  const session = await debuggerOf(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport, hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
      ...{ defaultBackupEligibility: synced, defaultBackupState: synced },
    },
  })
  return {
    async kept() {
      return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials
    },
    async put(credential) {
      await session.send('WebAuthn.addCredential', { authenticatorId, credential })
    },
    async drop(credentialId) {
      await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId })
    },
    async setUserVerified(isUserVerified) {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    async setAnswers(enabled) {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
    async remove() {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    },
  }
}
