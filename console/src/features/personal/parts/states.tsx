import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { securityQuery } from '../queries.ts'

/** How each line of Account Management stands now, in words; nothing before it is known, or where it cannot be. */
export function useAccountStates() {
  const { t } = useTranslation('personal')
  const { relative } = useFormat()
  const { data } = useQuery(securityQuery)
  if (!data) return undefined
  const none = t('account.none')
  const { emails, passwordChangedAt, accessTokens, passkeys, twoFactor, identities, sessions } = data
  return {
    binding: identities > 0 ? t('binding:row.state', { count: identities }) : none,
    emails:
      emails.unverified > 0 && emails.count === 1
        ? t('emailUnproven')
        : emails.unverified > 0
          ? t('emails:row.unverified', { count: emails.unverified, all: emails.count })
          : emails.count > 0
            ? t('emails:row.state', { count: emails.count })
            : none,
    password: passwordChangedAt ? t('account.passwordSince', { when: relative(passwordChangedAt) }) : none,
    tokens: accessTokens > 0 ? t('tokens:row.state', { count: accessTokens }) : none,
    passkeys: passkeys > 0 ? t('passkeys:row.state', { count: passkeys }) : none,
    secondFactor: twoFactor.enabled
      ? t('secondFactor:row.state', { count: twoFactor.recoveryCodesLeft })
      : t('secondFactor:status.off'),
    sessions: t('sessions.count', { count: sessions }),
  }
}
