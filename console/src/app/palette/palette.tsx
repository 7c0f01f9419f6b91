import { Dialog as Base } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { organizationsQuery } from '../../lib/session.ts'
import { useTranslation } from '../../lib/texts.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { type Entry, type ShellActs, useEntries } from './entries.tsx'
import { idIn } from './find.ts'
import { useFoundEntry } from './found.ts'
import { PaletteList } from './list.tsx'

type Props = {
  org: string
  shell: ShellActs
  /** Another number for each time that it is opened. */
  search: number
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Closed, and nothing of it is to be seen any more. */
  onLeft: () => void
}

/** Goes to any page, organization, key or call, and does what the shell can do, by keyboard alone. */
export function Palette({ search, open, onOpenChange, onLeft, ...props }: Props) {
  const { t } = useTranslation('palette')
  const input = useRef<HTMLInputElement>(null)
  // Where the focus goes is the new page's business, unless nothing was chosen.
  const chosen = useRef(false)
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} onOpenChangeComplete={(open) => !open && onLeft()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          initialFocus={input}
          finalFocus={() => !chosen.current}
          className="fixed inset-x-3 top-3 z-40 mx-auto flex max-h-[min(32rem,80dvh)] max-w-xl flex-col overflow-hidden rounded-md border border-line bg-surface shadow-pop outline-none sm:top-[12dvh]"
        >
          <Base.Title className="sr-only">{t('title')}</Base.Title>
          <Finder
            key={search}
            {...props}
            input={input}
            onChoose={() => {
              chosen.current = true
              onOpenChange(false)
            }}
            onStart={() => {
              chosen.current = false
            }}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

type FinderProps = Pick<Props, 'org' | 'shell'> & {
  input: React.RefObject<HTMLInputElement | null>
  onStart: () => void
  onChoose: () => void
}
function Finder({ org, shell, input, onStart, onChoose }: FinderProps) {
  const { t } = useTranslation('palette')
  const router = useRouter()
  const list = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  // Enter was pressed before the id was found: it opens as soon as it is.
  const [hurry, setHurry] = useState(false)
  const wanted = idIn(typed)
  const organizations = useQuery(organizationsQuery).data?.items ?? []
  const found = useFoundEntry(wanted, organizations, org)
  const entries = [
    ...(found.entry ? [found.entry] : []),
    ...useEntries(org, wanted ? wanted.id : typed.trim(), shell),
  ]
  const active = entries[Math.min(at, entries.length - 1)]

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(onStart, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment of its arrival is what matters
  useEffect(() => {
    if (hurry && found.entry) choose(found.entry)
  }, [hurry, found.entry?.id])

  function choose(entry: Entry, newTab = false) {
    if (newTab && entry.href !== undefined) {
      open(entry.href, '_blank', 'noopener')
      return
    }
    // The new page may take the focus: nobody types here any more.
    input.current?.blur()
    onChoose()
    if (entry.href === undefined) entry.act()
    else router.history.push(entry.href)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && entries.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, entries.length - 1) + step + entries.length) % entries.length)
    }
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (active) choose(active, event.ctrlKey || event.metaKey)
    else if (found.looking) setHurry(true)
  }

  const empty = wanted ? found.text : entries.length === 0 ? t('nothing', { typed: typed.trim() }) : null
  return (
    <>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          ref={input}
          role="combobox"
          aria-label={t('label')}
          aria-expanded
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active && optionId(list, active)}
          placeholder={t('placeholder')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
            setHurry(false)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-muted"
        />
        <span aria-hidden className="max-sm:hidden">
          <Kbd>{t('keys.escape')}</Kbd>
        </span>
      </div>
      <PaletteList
        id={list}
        entries={entries}
        active={active}
        optionId={(entry) => optionId(list, entry)}
        onPoint={(entry) => setAt(entries.indexOf(entry))}
        onChoose={choose}
      />
      <p role="status" className={empty ? 'px-4 py-6 text-center text-muted' : 'sr-only'}>
        {empty ?? t('results', { count: entries.length })}
      </p>
    </>
  )
}

function optionId(list: string, entry: Entry): string {
  return `${list}-${entry.id.replace(/\W/g, '-')}`
}
