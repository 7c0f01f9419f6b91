import { useSession } from '../../../lib/session.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { TextLink } from '../../../ui/link.tsx'
import { Badge } from '../../../ui/status.tsx'
import type { AuditEvent } from '../queries.ts'
import { changesOf } from './changes.ts'
import { Person } from './person.tsx'

/** Who did it. */
export function Actor({ event: { by, accountId } }: { event: AuditEvent }) {
  const { t } = useTranslation('audit')
  const me = useSession()?.account.id
  if (by.kind === 'operator') return <span className="sm:whitespace-nowrap">{t('by.operator')}</span>
  if (by.kind === 'system') return t('by.system')
  if (by.username === null) return t('by.unknown')
  return (
    <Person person={{ ...by, username: by.username }}>
      {accountId === me && <Badge>{t('organizations:members.you')}</Badge>}
      {by.kind === 'former' && <Badge>{t('by.former')}</Badge>}
    </Person>
  )
}

/** What it was called before and is now: what a renaming is about. */
function Renaming({ event }: { event: AuditEvent }) {
  const changes = changesOf(event.details, event.target)
  const renamed = ['name', 'slug'].flatMap(
    (field) => changes.find((change) => change.field === field) ?? [],
  )[0]
  if (renamed?.before === undefined) return null
  return (
    <span className="block text-muted text-xs sm:max-w-64 sm:truncate">
      {String(renamed.before)} → {String(renamed.after)}
    </span>
  )
}

/** What it was done to, as a link to where that is, and how it was renamed. */
export function Target({ org, event }: { org: string; event: AuditEvent }) {
  return (
    <>
      <TargetName org={org} event={event} />
      <Renaming event={event} />
    </>
  )
}

function TargetName({ org, event }: { org: string; event: AuditEvent }) {
  const { t } = useTranslation('audit')
  const { target, targetName, details } = event
  if (target === null) return '\u2014'
  if (target.startsWith('key_'))
    return (
      <TextLink to="/orgs/$org/keys" params={{ org }} search={{ row: target }}>
        {targetName ?? target}
      </TextLink>
    )
  if (target.startsWith('led_')) {
    const call = event.act === 'call.refunded' && typeof details.ref === 'string' ? details.ref : null
    return call === null ? (
      <TextLink to="/orgs/$org/wallet" params={{ org }}>
        {t('on.wallet')}
      </TextLink>
    ) : (
      <TextLink to="/orgs/$org/usage" params={{ org }} search={{ row: call }}>
        {t('on.call')}
      </TextLink>
    )
  }
  if (target.startsWith('org_')) return <span className="sm:whitespace-nowrap">{t('on.organization')}</span>
  if (target.startsWith('acc_')) return t('on.account')
  return <Code>{target}</Code>
}
