import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import { organizationsQuery, useMembership } from '../lib/session.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../ui/menu.tsx'
import { Badge } from '../ui/status.tsx'

/** Which organization the pages are about; choosing one lands on its home. */
export function OrganizationSwitcher({ org, onCreate }: { org: string; onCreate: () => void }) {
  const { t } = useTranslation('shell')
  const { data } = useQuery(organizationsQuery)
  const current = useMembership(org)

  return (
    <Menu
      align="start"
      label={t('organization.choose')}
      trigger={
        <Button
          kind="quiet"
          aria-label={t('organization.current', { name: current?.name ?? org })}
          className="min-w-0 shrink px-2"
        >
          {/* On a phone the name has the little room there is. */}
          <span className="flex max-sm:hidden">
            <Avatar square size="small" name={current?.name ?? org} />
          </span>
          <span className="max-w-40 truncate">{current?.name ?? org}</span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      }
    >
      {data?.items.map((item) => (
        <MenuLink
          key={item.id}
          link={<Link to="/orgs/$org" params={{ org: item.slug }} />}
          icon={item.id === current?.id ? <Check aria-hidden /> : <span className="size-4" />}
        >
          <span className="min-w-0 max-w-56 truncate">{item.name}</span>
          {item.personal && <Badge>{t('organization.personal')}</Badge>}
        </MenuLink>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Plus aria-hidden />} onClick={onCreate}>
        {t('organizations:create.open')}
      </MenuItem>
    </Menu>
  )
}
