import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type RequestOf } from '../lib/api.ts'
import { ApiError } from '../lib/api-error.ts'
import { announceAccount, type Challenge, settleChallenge, useChallenge } from '../lib/confirm.ts'
import { loadTexts } from '../lib/i18n.ts'
import { type Session, sessionQuery, useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { ConfirmPasswordDialog } from '../ui/confirm-password.tsx'
import { lazily } from '../ui/lazily.tsx'
import { ExternalLink } from '../ui/link.tsx'
import { WhenWanted } from '../ui/when-wanted.tsx'

/** With their texts: who has neither a second factor nor a passkey never sees them. */
const secondDialogs = async () => (await Promise.all([import('./second-dialogs.tsx'), loadTexts('proof')]))[0]
const ConfirmSecondDialog = lazily(async () => (await secondDialogs()).ConfirmSecondDialog)
const FinishSignInDialog = lazily(async () => (await secondDialogs()).FinishSignInDialog)
const PasskeyInstead = lazily(async () => (await secondDialogs()).PasskeyInstead)
const ConfirmIdentityDialog = lazily(
  async () =>
    (await Promise.all([import('./confirm-identity.tsx'), loadTexts('proof')]))[0].ConfirmIdentityDialog,
)
const signPasskey = async (ask: 'POST /auth/confirm/passkey' | 'POST /auth/second-factor/passkey') =>
  (await import('../lib/passkeys.ts')).signPasskey(ask)

/** The name is not typed here, so only the password can be wrong. */
function asOfPassword(error: unknown): never {
  if (!(error instanceof ApiError) || error.code !== 'invalid_credentials') throw error
  throw new ApiError(error.status, 'wrong_password', [], error.requestId)
}

/** The methods of a half sign-in, for the dialog that it began in. */
type Half = { kind: Challenge['kind']; methods: readonly string[] }

/** The shared dialogs: prove yourself again, sign in again, and somebody else is signed in now. */
export function ChallengeDialogs() {
  const { t } = useTranslation('shell')
  const { challenge } = useChallenge()
  const client = useQueryClient()
  const session = useSession()
  const [begun, setBegun] = useState<Half | null>(null)
  const username = session?.account.username ?? ''
  const other = challenge?.kind === 'account' ? challenge.username : ''
  const methods = challenge?.kind === 'confirmation' ? challenge.methods : []
  const withPassword = methods.includes('password')
  const withPasskey = methods.includes('passkey')
  const withSecond =
    methods.includes('totp') || methods.includes('recovery_code') || (withPasskey && !withPassword)
  const withIdentity = methods.includes('identity')
  const half = begun?.kind === challenge?.kind ? begun : null

  async function confirm(body: RequestOf<'POST /auth/confirm'>['body']) {
    await api('POST /auth/confirm', { body })
    settleChallenge('confirmation', true)
    void client.invalidateQueries(sessionQuery)
  }

  const confirmByPasskey = async () => confirm({ passkey: await signPasskey('POST /auth/confirm/passkey') })

  async function signIn(password: string) {
    const answer = await api('POST /auth/sign-in', { body: { username, password } }).catch(asOfPassword)
    if ('account' in answer) arrive(answer)
    else setBegun({ kind: challenge?.kind ?? 'session', methods: answer.methods })
  }

  const finish = async (body: RequestOf<'POST /auth/second-factor'>['body']) =>
    arrive(await api('POST /auth/second-factor', { body }))
  const finishByPasskey = async () =>
    finish({ passkey: await signPasskey('POST /auth/second-factor/passkey') })

  function arrive(answer: Session) {
    client.setQueryData(sessionQuery.queryKey, answer)
    announceAccount(answer.account.id)
    settleChallenge('account', true)
    settleChallenge('session', true)
    setBegun(null)
    // What was refused while the dialog was put aside is asked for again.
    void client.invalidateQueries({ predicate: (query) => query.state.status === 'error' })
  }

  return (
    <>
      <ConfirmPasswordDialog
        open={challenge?.kind === 'confirmation' && !withSecond && !withIdentity}
        title={t('confirm.title')}
        description={withPassword ? t('confirm.text') : t('confirm.noMethod')}
        username={username}
        verb={t('confirm.verb')}
        cancel={t('ui:cancel')}
        onPassword={(password) => confirm({ password })}
        onCancel={() => settleChallenge('confirmation', false)}
      >
        {withPasskey && <PasskeyInstead onPasskey={confirmByPasskey} />}
      </ConfirmPasswordDialog>
      <WhenWanted open={challenge?.kind === 'confirmation' && withSecond}>
        <ConfirmSecondDialog
          open={challenge?.kind === 'confirmation' && withSecond}
          methods={methods}
          onProof={(proof) => confirm('code' in proof ? { code: proof.code } : proof)}
          onPasskey={confirmByPasskey}
          onCancel={() => settleChallenge('confirmation', false)}
        />
      </WhenWanted>
      <WhenWanted open={challenge?.kind === 'confirmation' && withIdentity}>
        <ConfirmIdentityDialog
          open={challenge?.kind === 'confirmation' && withIdentity}
          onCancel={() => settleChallenge('confirmation', false)}
        />
      </WhenWanted>
      <ConfirmPasswordDialog
        open={challenge?.kind === 'session' && half === null}
        title={t('ended.title')}
        description={t('ended.text', { username })}
        username={username}
        verb={t('ended.verb')}
        cancel={t('ended.later')}
        onPassword={signIn}
        onCancel={() => settleChallenge('session', false)}
      >
        <p className="text-muted text-sm">
          {t('ended.elsewhere')} <ExternalLink href="/sign-in">{t('ended.newTab')}</ExternalLink>
        </p>
      </ConfirmPasswordDialog>
      <ConfirmPasswordDialog
        cover
        open={challenge?.kind === 'account' && half === null}
        title={t('other.title')}
        description={t('other.text', { other, username })}
        username={username}
        verb={t('other.verb', { username })}
        cancel={t('other.leave', { other })}
        onPassword={signIn}
        // A full load: nothing of this tab is of use to somebody else.
        onCancel={() => location.assign('/')}
      />
      <WhenWanted open={half !== null}>
        <FinishSignInDialog
          open={half !== null}
          cover={half?.kind === 'account'}
          username={username}
          methods={half?.methods ?? []}
          onProof={finish}
          onPasskey={finishByPasskey}
          onCancel={() => setBegun(null)}
        />
      </WhenWanted>
    </>
  )
}
