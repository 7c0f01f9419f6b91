import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { errorText } from '../../../lib/error-text.ts'
import { passkeySupport } from '../../../lib/passkey-support.ts'
import { autofillWorks, type Signed, signalUnknown, signPasskey } from '../../../lib/passkeys.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { ErrorNotice } from '../../../ui/notice.tsx'
import { PasskeyButton } from '../../../ui/passkey-button.tsx'
import { signInWithPasskey, useArrival } from '../queries.ts'

const ask = 'POST /auth/passkey/options'
/** What is asked for is good for five minutes: a page that stands open asks again before. */
const againMs = 240_000

/** Signing in without a name: a button, and the passkeys that the browser offers where the name is typed. */
export function PasskeySignIn({ next }: { next: string | undefined }) {
  const { t } = useTranslation('proof')
  const arrive = useArrival(next)
  const [error, setError] = useState<unknown>()

  async function send(passkey: Signed) {
    try {
      await arrive(await signInWithPasskey(passkey))
    } catch (problem) {
      // Nobody has it any more: the browser need not offer it again.
      if (problem instanceof ApiError && problem.code === 'passkey_unknown') void signalUnknown(passkey.id)
      throw problem
    }
  }

  const offer = useRef(async () => {})
  // Nobody has asked for this one: where it fails before a passkey was chosen nothing is said, and only the timer asks again. (A browser
  // may refuse at once; the button says why when it is pressed.)
  offer.current = async () => {
    let passkey: Signed
    try {
      if (!(await autofillWorks())) return
      // Where passwords are switched off no name is typed, and there is nowhere to offer them.
      if (!document.querySelector('input[autocomplete~=webauthn]')) return
      passkey = await signPasskey(ask, { autofill: true })
    } catch {
      return
    }
    setError(undefined)
    try {
      await send(passkey)
    } catch (problem) {
      setError(problem)
      void offer.current()
    }
  }
  useEffect(() => {
    void offer.current()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void offer.current()
    }, againMs)
    return () => clearInterval(timer)
  }, [])

  async function use() {
    setError(undefined)
    try {
      await send(await signPasskey(ask))
    } catch (problem) {
      void offer.current()
      throw problem
    }
  }
  if (passkeySupport() === 'unsupported') return null
  return (
    <div className="flex flex-col gap-3">
      {error !== undefined && <ErrorNotice>{errorText(t, error)}</ErrorNotice>}
      <PasskeyButton size="large" className="w-full" label={t('passkey.signIn')} onUse={use} />
    </div>
  )
}
