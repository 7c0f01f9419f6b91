import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { announceAccount, askToSignIn, listenForChallenges, useChallenge } from '../lib/confirm.ts'
import { sessionQuery, useSession } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from '../ui/button.tsx'
import { lazily } from '../ui/lazily.tsx'
import { Notice } from '../ui/notice.tsx'

const ChallengeDialogs = lazily(async () => (await import('./challenge-dialogs.tsx')).ChallengeDialogs)

/** Answers refused requests, once around everything. The dialogs (and forms with them) stay out of the entry chunk. */
export function Challenges() {
  const { challenge } = useChallenge()
  const [needed, setNeeded] = useState(false)
  const client = useQueryClient()
  useEffect(() => listenForChallenges(() => client.getQueryData(sessionQuery.queryKey)?.account.id), [client])
  const account = useSession()?.account.id
  useEffect(() => {
    if (account !== undefined) announceAccount(account)
  }, [account])
  useEffect(() => {
    if (challenge) setNeeded(true)
  }, [challenge])
  useEffect(() => {
    // Fetched ahead: when the session has ended it is late to find the file gone.
    const timer = setTimeout(() => void ChallengeDialogs.load().catch(() => {}), 3000)
    return () => clearTimeout(timer)
  }, [])
  return needed ? <ChallengeDialogs /> : null
}

/** Stays on the page while the session is over and the dialog was put aside. */
export function SessionBanner() {
  const { t } = useTranslation('shell')
  const { signedOut } = useChallenge()
  if (!signedOut) return null
  return (
    <div role="alert" className="px-4 pt-4 sm:px-6">
      <Notice
        kind="warning"
        action={
          <Button size="small" onClick={() => void askToSignIn()}>
            {t('ended.verb')}
          </Button>
        }
      >
        {t('ended.banner')}
      </Notice>
    </div>
  )
}
