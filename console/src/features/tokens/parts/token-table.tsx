import { Ellipsis } from 'lucide-react'
import { type ComponentProps, useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Code } from '../../../ui/code-block.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { AccessToken } from '../queries.ts'

export type TokenAct = 'edit' | 'regenerate' | 'revoke'
type Props = Pick<
  ComponentProps<typeof Table<AccessToken>>,
  'rows' | 'error' | 'onRetry' | 'empty' | 'footer'
> & { onAct: (act: TokenAct, token: AccessToken) => void }

/** Access tokens as rows; the secret is not among what can be shown. */
export function TokenTable({ onAct, ...props }: Props) {
  const { t } = useTranslation('tokens')
  const columns = useMemo<Column<AccessToken>[]>(
    () => [
      { id: 'name', header: t('name'), cell: (token) => token.name },
      {
        id: 'hint',
        header: t('secret'),
        cell: (token) => <span className="whitespace-nowrap font-mono text-xs">{token.hint}</span>,
      },
      {
        id: 'scopes',
        header: t('scopes'),
        card: 'wide',
        cell: (token) => (
          <span className="flex flex-wrap gap-1">
            {token.scopes.map((scope) => (
              <Code key={scope} className="whitespace-nowrap">
                {scope}
              </Code>
            ))}
          </span>
        ),
      },
      {
        id: 'expires',
        header: t('expires'),
        card: true,
        cell: ({ status, expiresAt }) => (
          <span className="inline-flex flex-wrap items-center gap-x-3">
            {status === 'expired' && <Status tone="danger">{t('expired')}</Status>}
            <When at={expiresAt} never={t('expiry.never')} />
          </span>
        ),
      },
      {
        id: 'used',
        header: t('lastUsed'),
        card: true,
        cell: (token) => <When at={token.lastUsedAt} never={t('notUsed')} />,
      },
      {
        id: 'created',
        header: t('created'),
        cell: (token) => <When at={token.regeneratedAt ?? token.createdAt} />,
      },
      {
        id: 'act',
        header: t('acts'),
        card: 'act',
        cell: (token) => (
          <Menu
            trigger={
              <IconButton kind="secondary" label={t('actsOf', { name: token.name })} icon={<Ellipsis />} />
            }
          >
            <MenuItem onClick={() => onAct('edit', token)}>{t('edit.verb')}</MenuItem>
            <MenuItem onClick={() => onAct('regenerate', token)}>{t('regenerate.act')}</MenuItem>
            <MenuItem onClick={() => onAct('revoke', token)}>{t('revoke.act')}</MenuItem>
          </Menu>
        ),
      },
    ],
    [t, onAct],
  )
  return (
    <Table {...props} id="access-tokens" label={t('title')} columns={columns} rowId={(token) => token.id} />
  )
}
