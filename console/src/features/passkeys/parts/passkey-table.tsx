import { Ellipsis } from 'lucide-react'
import { type ComponentProps, useMemo } from 'react'
import { useTranslation } from '../../../lib/texts.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, Table } from '../../../ui/table.tsx'
import { When } from '../../../ui/when.tsx'
import type { Passkey } from '../queries.ts'
import { ProviderMark } from './provider-mark.tsx'

export type PasskeyAct = 'rename' | 'remove'
type Props = Pick<ComponentProps<typeof Table<Passkey>>, 'rows' | 'error' | 'onRetry' | 'empty'> & {
  onAct: (act: PasskeyAct, passkey: Passkey) => void
}

/** Passkeys as rows: what made each, whether it is backed up, when it was last of use. */
export function PasskeyTable({ onAct, ...props }: Props) {
  const { t } = useTranslation('passkeys')
  const columns = useMemo<Column<Passkey>[]>(
    () => [
      {
        id: 'name',
        header: t('name'),
        cell: ({ name, provider }) => (
          <span className="flex min-w-0 items-center gap-3">
            <ProviderMark provider={provider} />
            <span className="flex min-w-0 flex-col">
              <span className="break-words">{name}</span>
              {provider && provider.name !== name && (
                <span className="text-muted text-sm">{provider.name}</span>
              )}
            </span>
          </span>
        ),
      },
      {
        id: 'kind',
        header: t('kind'),
        card: true,
        cell: ({ synced, stranded, rpId }) =>
          stranded ? (
            <Status tone="danger">{t('stranded', { host: rpId })}</Status>
          ) : (
            <Status tone={synced ? 'success' : 'neutral'}>{synced ? t('synced') : t('oneDevice')}</Status>
          ),
      },
      {
        id: 'used',
        header: t('lastUsed'),
        card: true,
        cell: (passkey) => <When at={passkey.lastUsedAt} never={t('notUsed')} />,
      },
      {
        id: 'created',
        header: t('created'),
        card: true,
        cell: (passkey) => <When at={passkey.createdAt} />,
      },
      {
        id: 'act',
        header: t('acts'),
        card: 'act',
        cell: (passkey) => (
          <Menu
            trigger={
              <IconButton kind="secondary" label={t('actsOf', { name: passkey.name })} icon={<Ellipsis />} />
            }
          >
            <MenuItem onClick={() => onAct('rename', passkey)}>{t('rename.act')}</MenuItem>
            <MenuItem onClick={() => onAct('remove', passkey)}>{t('remove.act')}</MenuItem>
          </Menu>
        ),
      },
    ],
    [t, onAct],
  )
  return <Table {...props} id="passkeys" label={t('title')} columns={columns} rowId={({ id }) => id} />
}
