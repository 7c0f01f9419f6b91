import { useFormat } from '../../../lib/place.tsx'
import { useTranslation } from '../../../lib/texts.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Badge } from '../../../ui/status.tsx'
import { Moment, When } from '../../../ui/when.tsx'
import type { AccountDetail } from '../queries.ts'
import { AccountState, nameOf, Proof } from './account-columns.tsx'

/** Everything that is known of a person. */
export function AccountFacts({ account }: { account: AccountDetail }) {
  const { t } = useTranslation('accounts')
  const { integer } = useFormat()
  return (
    <>
      <div className="flex items-center gap-3">
        <Avatar name={nameOf(account)} src={account.avatarUrl} size="large" />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <AccountState {...account} />
          {account.passwordDue && <Badge tone="warning">{t('passwordDue')}</Badge>}
          {account.operator && <Badge tone="accent">{t('operator')}</Badge>}
          {account.disabledAt !== null && (
            <span className="text-muted text-sm">
              <When at={account.disabledAt} />
            </span>
          )}
        </div>
      </div>
      <DescriptionList
        items={[
          {
            label: t('column.email'),
            value: account.email && (
              <span className="flex flex-wrap items-center gap-x-2">
                <span className="min-w-0 break-all">{account.email}</span>
                <Proof {...account} />
              </span>
            ),
          },
          {
            label: t('column.lastSignIn'),
            value: account.lastSignInAt === null ? t('never') : <Moment at={account.lastSignInAt} />,
          },
          {
            label: t('twoFactor.label'),
            value: account.twoFactor ? t('twoFactor.on') : t('twoFactor.off'),
          },
          {
            label: t('ways.label'),
            value:
              [
                account.password && t('ways.password'),
                account.passkeys > 0 &&
                  t('ways.passkeys', { count: account.passkeys, number: integer(account.passkeys) }),
                ...account.linked,
              ]
                .filter((way) => way !== false)
                .join(t('ways.and')) || t('ways.none'),
          },
          { label: t('sessions'), value: integer(account.sessions) },
          { label: t('keys'), value: integer(account.keys) },
          {
            label: t('keyLastUsed'),
            value: account.keyLastUsedAt === null ? t('neverUsed') : <Moment at={account.keyLastUsedAt} />,
          },
          { label: t('column.created'), value: <Moment at={account.createdAt} /> },
          { label: t('profile'), value: account.profileComplete ? t('complete') : t('incomplete') },
          { label: t('timeZone'), value: account.timeZone },
          {
            label: t('id'),
            value: (
              <span className="inline-flex max-w-full items-center gap-1">
                <Code>{account.id}</Code>
                <CopyButton text={account.id} />
              </span>
            ),
          },
        ]}
      />
      <Memberships account={account} />
    </>
  )
}

function Memberships({ account }: { account: AccountDetail }) {
  const { t } = useTranslation('accounts')
  const { integer } = useFormat()
  const more = account.organizations - account.memberships.length
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold text-sm">
        {t('organizations', { number: integer(account.organizations) })}
      </h3>
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line text-sm">
        {account.memberships.map(({ organizationId, name, slug, personal, role, onlyOwner, keys }) => (
          <li key={organizationId} className="flex flex-col gap-0.5 px-3 py-2">
            <span className="flex items-start justify-between gap-3">
              <TextLink
                to="/operator/credits"
                search={{ row: organizationId }}
                className="min-w-0 break-words"
              >
                {name}
              </TextLink>
              <Badge tone={role === 'owner' ? 'accent' : 'neutral'}>
                {onlyOwner && !personal ? t('onlyOwner') : t(`credits:role.${role}`)}
              </Badge>
            </span>
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
              <Code>{slug}</Code>
              {personal && <span>{t('credits:personal')}</span>}
              <span>{t('keysHere', { count: keys, number: integer(keys) })}</span>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="text-muted text-sm">{t('moreOrganizations', { count: more, number: integer(more) })}</p>
      )}
    </section>
  )
}
