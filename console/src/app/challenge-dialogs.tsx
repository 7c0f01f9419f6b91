import { useQueryClient } from '@tanstack/react-query'
import { ApiError, api } from '../lib/api.ts'
import { announceAccount, settleChallenge, useChallenge } from '../lib/confirm.ts'
import { sessionQuery, useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { ConfirmPasswordDialog } from '../ui/confirm-password.tsx'
import { ExternalLink } from '../ui/link.tsx'

/** The shared dialogs: prove yourself again, sign in again, and somebody else is signed in now. */
export function ChallengeDialogs() {
  const { t } = useTranslation('shell')
  const { challenge } = useChallenge()
  const client = useQueryClient()
  const session = useSession()
  const username = session?.account.username ?? ''
  const other = challenge?.kind === 'account' ? challenge.username : ''
  const withPassword = challenge?.kind === 'confirmation' && challenge.methods.includes('password')

  async function confirm(password: string) {
    await api('POST /auth/confirm', { body: { password } })
    settleChallenge('confirmation', true)
    void client.invalidateQueries(sessionQuery)
  }

  async function signIn(password: string) {
    const answer = await api('POST /auth/sign-in', { body: { username, password } })
    // An account with a second factor answers without a session: that needs the whole page.
    if (!('account' in answer)) throw new ApiError(401, 'second_factor_required')
    client.setQueryData(sessionQuery.queryKey, answer)
    announceAccount(answer.account.id)
    settleChallenge('account', true)
    settleChallenge('session', true)
    // What was refused while the dialog was put aside is asked for again.
    void client.invalidateQueries({ predicate: (query) => query.state.status === 'error' })
  }

  return (
    <>
      <ConfirmPasswordDialog
        open={challenge?.kind === 'confirmation'}
        title={t('confirm.title')}
        description={withPassword ? t('confirm.text') : t('confirm.noMethod')}
        username={username}
        verb={t('confirm.verb')}
        cancel={t('ui:cancel')}
        onPassword={confirm}
        onCancel={() => settleChallenge('confirmation', false)}
      />
      <ConfirmPasswordDialog
        open={challenge?.kind === 'session'}
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
        open={challenge?.kind === 'account'}
        title={t('other.title')}
        description={t('other.text', { other, username })}
        username={username}
        verb={t('other.verb', { username })}
        cancel={t('other.leave', { other })}
        onPassword={signIn}
        // A full load: nothing of this tab is of use to somebody else.
        onCancel={() => location.assign('/')}
      />
    </>
  )
}
