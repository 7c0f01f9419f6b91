import { Bookmark, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { recall, remember } from '../lib/storage.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from './button.tsx'
import { lazily } from './lazily.tsx'
import { Menu, MenuGroup, MenuItem, MenuSeparator } from './menu.tsx'
import { toast } from './toast.tsx'
import { WhenWanted } from './when-wanted.tsx'

const NameFilterDialog = lazily(async () => (await import('./name-filter-dialog.tsx')).NameFilterDialog)

export type SavedFilter<Search> = { name: string; search: Search }

/** The filters that somebody named, in this browser. What cannot be read is nothing. */
function read<Search>(place: string): SavedFilter<Search>[] {
  try {
    const stored: unknown = JSON.parse(recall(place) ?? '[]')
    return Array.isArray(stored) ? (stored as SavedFilter<Search>[]) : []
  } catch {
    return []
  }
}

type Props<Search> = {
  /** Where they are kept: the table and the organization. */
  place: string
  /** The filters in use; null where nothing is filtered. */
  current: Search | null
  onApply: (search: Search) => void
}

/** Named filters of a list: apply one, name the present one, forget one. */
export function SavedFilters<Search extends object>({ place, current, onApply }: Props<Search>) {
  const { t } = useTranslation('lists')
  const [saved, setSaved] = useState(() => read<Search>(place))
  const [naming, setNaming] = useState(false)

  function keep(next: SavedFilter<Search>[]) {
    setSaved(next)
    remember(place, next.length === 0 ? null : JSON.stringify(next))
  }
  function save(called: string) {
    if (current === null) return
    keep([...saved.filter((one) => one.name !== called), { name: called, search: current }])
  }
  function forget(one: SavedFilter<Search>) {
    keep(saved.filter(({ name: other }) => other !== one.name))
    toast({
      title: t('saved.forgotten', { name: one.name }),
      action: { label: t('saved.undo'), onClick: () => keep([...read<Search>(place), one]) },
    })
  }

  return (
    <>
      <Menu
        label={t('saved.title')}
        trigger={<Button icon={<Bookmark aria-hidden />}>{t('saved.title')}</Button>}
      >
        {saved.length > 0 && (
          <>
            <MenuGroup label={t('saved.apply')}>
              {saved.map((one) => (
                <MenuItem key={one.name} onClick={() => onApply(one.search)}>
                  <span className="max-w-64 truncate">{one.name}</span>
                </MenuItem>
              ))}
            </MenuGroup>
            <MenuSeparator />
          </>
        )}
        <MenuItem icon={<Bookmark aria-hidden />} disabled={current === null} onClick={() => setNaming(true)}>
          {current === null ? t('saved.nothing') : t('saved.save')}
        </MenuItem>
        {saved.length > 0 && <MenuSeparator />}
        {saved.map((one) => (
          <MenuItem key={one.name} danger icon={<Trash2 aria-hidden />} onClick={() => forget(one)}>
            <span className="max-w-64 truncate">{t('saved.forget', { name: one.name })}</span>
          </MenuItem>
        ))}
      </Menu>
      <WhenWanted open={naming}>
        <NameFilterDialog open={naming} onOpenChange={setNaming} onName={save} />
      </WhenWanted>
    </>
  )
}
