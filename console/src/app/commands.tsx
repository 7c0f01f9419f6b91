import { Search } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { challengeIsOpen } from '../lib/confirm.ts'
import { loadTexts } from '../lib/i18n.ts'
import { isSingleKey, modifier, pageIsCovered } from '../lib/shortcuts.ts'
import { useTranslation } from '../lib/texts.tsx'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { lazily } from '../ui/lazily.tsx'

// It names the operator's acts as well, and the parts of the personal centre.
const loadPalette = async () => {
  const texts = [loadTexts('operator'), loadTexts('personal')]
  const [{ Palette }] = await Promise.all([import('./palette/palette.tsx'), ...texts])
  return Palette
}
const Palette = lazily(loadPalette)
const ShortcutsDialog = lazily(async () => (await import('./palette/shortcuts-dialog.tsx')).ShortcutsDialog)

type Props = { org: string; onCreateOrganization: () => void; onToggleSidebar: () => void }

/** The search of the top bar, which Ctrl K opens from everywhere; `?` lists the keys. Both windows come when they are asked for. */
export function Commands({ org, onCreateOrganization, onToggleSidebar }: Props) {
  const { t } = useTranslation('palette')
  const [window, setWindow] = useState<'palette' | 'shortcuts' | null>(null)
  const [wanted, setWanted] = useState({ palette: false, shortcuts: false })
  // Which search this is: one that is asked for while the last one still leaves begins empty as well.
  const [search, setSearch] = useState(0)

  // Closed, and until it has left it still covers the page.
  const leaving = useRef(false)

  const show = useCallback((which: 'palette' | 'shortcuts') => {
    setWanted((old) => ({ ...old, [which]: true }))
    setSearch((old) => old + 1)
    leaving.current = false
    setWindow(which)
  }, [])

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const opensPalette =
        event.key.toLowerCase() === 'k' &&
        (event.ctrlKey || event.metaKey) &&
        !event.altKey &&
        !event.shiftKey
      // The browser's own Ctrl K would lead away.
      if (opensPalette) event.preventDefault()
      // Never over another window: what is typed there, or a secret shown once, would be left behind.
      if (challengeIsOpen() || (pageIsCovered() && !leaving.current)) return
      if (opensPalette) show('palette')
      else if (isSingleKey(event, '?')) show('shortcuts')
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [show])

  return (
    <>
      <Button
        icon={<Search aria-hidden className="text-muted" />}
        onClick={() => show('palette')}
        onPointerEnter={() => void loadPalette().catch(() => {})}
        aria-keyshortcuts="Control+K Meta+K"
        className="font-normal text-muted max-md:border-transparent max-md:bg-transparent max-md:px-2 md:w-56 md:justify-start"
      >
        <span className="flex-1 text-start max-md:sr-only">{t('open')}</span>
        <span className="flex gap-1 max-md:hidden">
          <Kbd>{modifier}</Kbd>
          <Kbd>{t('keys.palette')}</Kbd>
        </span>
      </Button>
      {wanted.palette && (
        <Palette
          org={org}
          search={search}
          open={window === 'palette'}
          onOpenChange={(open) => {
            leaving.current = !open
            setWindow(open ? 'palette' : null)
          }}
          onLeft={() => {
            leaving.current = false
          }}
          shell={{
            createOrganization: onCreateOrganization,
            toggleSidebar: onToggleSidebar,
            showShortcuts: () => show('shortcuts'),
          }}
        />
      )}
      {wanted.shortcuts && (
        <ShortcutsDialog
          open={window === 'shortcuts'}
          onOpenChange={(open) => setWindow(open ? 'shortcuts' : null)}
        />
      )}
    </>
  )
}
